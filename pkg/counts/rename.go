package counts

import "slices"

// Rename counts categories under other names: those that get the same name become one. Categories that names does not have keep theirs; counts of
// anything but categories, and nil, are returned as they are.
func Rename(c *Counts, names map[string]string) *Counts {
	known := func(key string) bool { _, ok := names[key]; return ok }
	if c == nil || c.Kind != String || !slices.ContainsFunc(c.Strings, known) {
		return c
	}
	type weight struct{ w, w2 float64 }
	sums := make(map[string]weight, len(c.Strings))
	for i, key := range c.Strings {
		if known(key) {
			key = names[key]
		}
		sum := sums[key]
		sums[key] = weight{sum.w + c.W[i], sum.w2 + c.weight2(i)}
	}
	renamed := &Counts{Kind: String, Strings: make([]string, 0, len(sums)), W: make([]float64, 0, len(sums))}
	for key := range sums {
		renamed.Strings = append(renamed.Strings, key)
	}
	slices.Sort(renamed.Strings)
	for _, key := range renamed.Strings {
		renamed.W = append(renamed.W, sums[key].w)
		if c.W2 != nil {
			renamed.W2 = append(renamed.W2, sums[key].w2)
		}
	}
	return renamed.total(c.Other())
}
