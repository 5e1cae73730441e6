"""Aligns lists of texts with galechurch: a JSON line `[SOURCE, TARGET]` in, a JSON line of beads out.

A bead is `[source_start, source_end, target_start, target_end]`. The exit status is 3 if the module is not installed.
"""

import json
import sys

try:
    import galechurch
except ImportError:
    sys.exit(3)

for line in sys.stdin:
    source, target = json.loads(line)
    beads = galechurch.align(source, target).beads
    print(json.dumps([[bead.source_start, bead.source_end, bead.target_start, bead.target_end] for bead in beads]))
