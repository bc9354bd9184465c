"""What must hold of a question beyond its shape. One module for each thing that is looked at."""
