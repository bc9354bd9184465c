"""The study pages: what there is to know, to be read without signing in to anything."""
