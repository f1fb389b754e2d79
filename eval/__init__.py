"""Evaluation and benchmarks: ``python -m eval run | compare | bench``.

sets          evaluation sets: questions with gold places, facts, speakers or a reason to refuse
evidence      what a measure looks at: a question's answer and ranking, and the texts of the corpus
statements    reading an answer's Markdown: sentences that state something, marks, quotations
answers       what a right answer is for each kind, and the contract's invariants seen from outside
measures      measures as values; absent, wrong and unscored told apart
intervals     bootstrap and Wilson intervals, the sign test, percentiles
running       asking the questions of a set
summaries     tables, thresholds, the report's record
provenance    how a report came about: settings, index, revision, machine
pages         headings, paragraphs and tables as Markdown or one HTML file
reporting     the report for readers
comparing     two runs side by side
bench/        benchmarks, a module each
sets/         the sets that ship with the program
"""
