"""The document engine: a tree of paragraphs and tables, printed as Word file, PDF, web page and sheets, and read back.

It knows no audit: what a document says is made by `auditor.circular`, `auditor.annual` and `auditor.recheck`.
"""
