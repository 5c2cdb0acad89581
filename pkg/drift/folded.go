package drift

import (
	"fmt"

	"github.com/tideline-ml/tideline/pkg/counts"
)

// folded is what a method of shares measures: counts themselves, unless they are of so many names that a store has counted the rare ones in buckets. Then it
// is the cells that the laws of a categorical reference see: the frequent names by themselves, the others in few buckets. A sum over thousands of buckets of
// hardly a row each would be noise, and a distance of named values is none of buckets.
func (b *Baseline) folded(c *counts.Counts) *counts.Counts {
	if c.Kind != counts.Word {
		return c
	}
	r := b.categoricalReference()
	if !r.hashed {
		return c
	}
	all, effective := c.Total(), c.EffectiveRows()
	out := &counts.Counts{Kind: counts.String, Rows: c.Rows, Null: c.Null}
	for cell, share := range r.masses(b.keys, c) {
		if share > 0 {
			out.Strings, out.W = append(out.Strings, fmt.Sprintf("%04d", cell)), append(out.W, share*all)
			if c.W2 != nil {
				out.W2 = append(out.W2, share*all*all/effective)
			}
		}
	}
	return out
}
