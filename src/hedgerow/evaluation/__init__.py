"""Did it work? Effects of what was commissioned, with the checks that could have shown otherwise.

Not yet built. This room will hold designs, power, estimators (synthetic control, difference in differences,
interrupted series), their checks and the report, each `method(data, design, *, options)` with a result that
offers `.estimate`, `.interval`, `.checks`, `.tidy()`, `.summary()` and `.provenance`, as `places.index` and
`places.contrast` do. Until then no page speaks of the effect of a local initiative.
May import: stats, store (tables only), disclosure, provenance, vocabulary, settings, errors.
"""
