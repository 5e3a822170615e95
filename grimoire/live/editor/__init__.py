"""The editor of a live page's cells: CodeMirror, bundled once and committed."""
