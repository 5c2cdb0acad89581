package change

import (
	"cmp"
	"math"
	"slices"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/drift"
)

// categories compares names.
func (c *comparison) categories() {
	if c.before.Total() > 0 && c.now.Total() > 0 {
		c.oneByOne(union(c.before, c.now), quoted)
	}
	c.weighParts()
	c.lines = append(c.lines, c.largest()...)
}

// oneByOne makes a part of each key, and one of all that were not counted by name.
func (c *comparison) oneByOne(keys []key, write func(name string) string) {
	before, now := c.before.Total(), c.now.Total()
	others, some := [2]float64{}, false
	for _, k := range keys {
		if !k.in.Named(k.at) {
			others[0], others[1], some = others[0]+k.before/before, others[1]+k.now/now, true
			continue
		}
		name, kind := k.in.Name(k.at), Category
		switch {
		case k.before == 0 && isNamed(c.verdict.NewValues, name):
			kind = New
		case k.now == 0 && isNamed(c.verdict.GoneValues, name):
			kind = Gone
		}
		c.parts = append(c.parts, c.part(kind, write(name), k.before/before, k.now/now))
	}
	if some {
		c.parts = append(c.parts, c.part(Others, string(Others), others[0], others[1]))
	}
}

func (c *comparison) part(kind Kind, what string, before, after float64) Line {
	n, m := c.size(c.before), c.size(c.now)
	pooled := (before*n + after*m) / (n + m)
	return Line{Kind: kind, What: what, Before: before, After: after, Deviations: math.NaN(), Step: shareStep(pooled, m)}
}

func isNamed(values []drift.Value, name string) bool {
	return slices.ContainsFunc(values, func(v drift.Value) bool { return v.Name == name })
}

// key is a key of either side, with its weight in both.
type key struct {
	in          *counts.Counts // that has it
	at          int
	before, now float64
}

// union are the keys of two counts of one kind, ascending.
func union(before, now *counts.Counts) []key {
	compare := func(i, j int) int {
		switch before.Kind {
		case counts.Int:
			return cmp.Compare(before.Ints[i], now.Ints[j])
		case counts.Float:
			return cmp.Compare(before.Floats[i], now.Floats[j])
		case counts.String:
			return cmp.Compare(before.Strings[i], now.Strings[j])
		}
		return cmp.Compare(before.Cells[i], now.Cells[j])
	}
	keys := make([]key, 0, before.Len()+now.Len())
	for i, j := 0, 0; i < before.Len() || j < now.Len(); {
		order := 0
		switch {
		case j == now.Len():
			order = -1
		case i == before.Len():
			order = 1
		default:
			order = compare(i, j)
		}
		k := key{in: before, at: i}
		if order <= 0 {
			k.before = before.W[i]
			i++
		}
		if order >= 0 {
			if k.now = now.W[j]; order > 0 {
				k.in, k.at = now, j
			}
			j++
		}
		keys = append(keys, k)
	}
	return keys
}
