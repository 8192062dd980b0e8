"""fraud: the stream of events in, alerts out."""
