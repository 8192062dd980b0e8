"""export: the queue of exports in, files in a bucket out."""
