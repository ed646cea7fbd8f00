"""How the bundled embedding model is made: ESCO in, ``services/matching/model`` out.

The steps, one module each, in the order they run:

1. ``corpus``: ESCO (and ROME) files become concepts with their texts in four languages;
   ``reference`` adds the everyday words of ``amuddu.reference``.
2. ``tokenizer``: the texts become a subword vocabulary; it carries all character normalisation.
3. ``bags``: every text becomes a list of subword numbers, laid out for quick drawing.
4. ``pairs``: draws batches of two texts that mean the same.
5. ``train``: moves the two texts of a pair together and everything else in the batch apart.
6. ``export``: writes a folder that sentence-transformers loads.

Beside the model goes the index of the occupations (``services.matching.training.taxonomy``). How
good both are, ``amuddu evaluate`` measures on judged titles and vacancies never trained on.
"""
