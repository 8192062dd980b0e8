"""Search: the narrowest index, filters on headers, bounded pages, cursors that go on where they stopped."""
