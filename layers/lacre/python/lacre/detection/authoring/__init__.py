"""From rules in YAML to the bundle. At a desk and in CI only: the parser, pySigma, is not in any function."""
