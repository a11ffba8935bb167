"""What the user can do, each in a file: takes a wish from the views to the store or a worker, and the answer back."""
