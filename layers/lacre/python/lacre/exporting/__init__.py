"""What an export is: the CSV rows of the events that a selection finds in the log, and the manifest beside them."""
