"""The same index in Milvus: a ``.db`` file (Milvus Lite) or the address of a server.

Milvus holds the vectors and searches them, and holds the documents for every reader. The words and the records that a
reader needs at hand are made from those documents in its cache, by the code that makes them in a folder: so the
rankings are the same.

- ``connection``  the client, and what can go wrong with it, in Chinese
- ``rows``        what stands in the collections
- ``building``    builds, shards, additions and removals: each a new generation, made visible last and at once
- ``reading``     ``MilvusStages``: what ``index.retrieval`` needs;  ``check_milvus``
"""
