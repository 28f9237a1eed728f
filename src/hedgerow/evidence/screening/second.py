"""A second, different model over the unread: multinomial naive Bayes on single words, the class of ELAS u3.

It errs elsewhere than the support vector machine does, so what it puts first and nobody has read is worth a
look before stopping (Boetje and van de Schoot 2024).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from hedgerow.errors import EstimateError
from hedgerow.evidence.screening.ranker import label_weights

ALPHA = 3.822
RATIO = 1.2
MODEL = "TF-IDF of single words, multinomial naive Bayes (alpha 3.822, ratio 1.2), the class of ELAS u3"


def second_order(texts: Mapping[str, str], labels: Mapping[str, bool]) -> tuple[str, ...]:
    """Return the units without a label, the likeliest by naive Bayes first.

    Raises
    ------
    EstimateError
        When the labels are not of both kinds.
    """
    names: Sequence[str] = tuple(texts)
    known = [name for name in names if name in labels]
    truth = np.asarray([labels[name] for name in known], dtype=bool)
    if not truth.any() or truth.all():
        raise EstimateError(
            "A second model needs records of both kinds: some taken on, some excluded.",
            remedy="Read on until there are both.",
        )
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.naive_bayes import MultinomialNB

    matrix = TfidfVectorizer(stop_words="english", sublinear_tf=True).fit_transform(texts.values())
    row = {name: place for place, name in enumerate(names)}
    model = MultinomialNB(alpha=ALPHA, fit_prior=False)
    rows = [row[name] for name in known]
    model.fit(matrix[rows], truth, sample_weight=label_weights(truth, ratio=RATIO))
    left = [name for name in names if name not in labels]
    if not left:
        return ()
    scores = model.predict_proba(matrix[[row[name] for name in left]])[:, 1]
    order = np.argsort(-np.round(scores, 9), kind="stable")
    return tuple(left[place] for place in order)
