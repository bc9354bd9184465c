"""Where the entries come from: each shelf reads one sort of them from the rooms below."""
