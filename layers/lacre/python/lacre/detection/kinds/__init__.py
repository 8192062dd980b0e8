"""The kinds of rules, each a pure module: when it crosses, by which evidence, and what must be kept to tell."""
