"""Instructors write question banks: drafts, their check, preview, publication, and what became of them."""
