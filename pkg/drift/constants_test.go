package drift

import (
	"math"
	"slices"
	"testing"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/model"
)

// Columns that do not vary, and columns without values, have a verdict by every method of our own, on references of one window and of several, and every verdict that is
// neither drift nor fine says why.
func TestConstantsByEveryMethod(t *testing.T) {
	number := func(x float64) *counts.Counts {
		return must(counts.OfFloats([]float64{x}, []float64{200}, nil, counts.Other{}))
	}
	name := func(s string) *counts.Counts {
		return must(counts.OfStrings([]string{s}, []float64{200}, nil, counts.Other{}))
	}
	oneValue := func(c *counts.Counts) *counts.Counts { // and the rest null
		return must(counts.Merge(c, &counts.Counts{Kind: c.Kind, Null: 199, Rows: 199}))
	}
	nulls := map[bool]*counts.Counts{
		true:  must(counts.OfFloats(nil, nil, nil, counts.Other{Null: 200})),
		false: must(counts.OfStrings(nil, nil, nil, counts.Other{Null: 200})),
	}
	single := map[bool]*counts.Counts{
		true:  must(counts.OfFloats([]float64{3}, []float64{1}, nil, counts.Other{})),
		false: must(counts.OfStrings([]string{"a"}, []float64{1}, nil, counts.Other{})),
	}
	for _, m := range Own() {
		for _, kind := range m.Kinds {
			numeric := kind == model.Numeric
			same, other := name("a"), name("b")
			if numeric {
				same, other = number(3), number(4)
			}
			for _, windows := range []int{1, 3, 8} {
				for _, c := range []struct {
					name           string
					reference, now *counts.Counts
					want           Outcome
					cause          string
				}{
					{"the same constant", same, same, Fine, ""},
					{"another constant", same, other, Drifted, ""},
					{"all null on both sides", nulls[numeric], nulls[numeric], Fine, ""},
					{"all null now", same, nulls[numeric], Drifted, causeMissing},
					{"values where there were none", nulls[numeric], same, Drifted, causeMissing},
					{"one value among nulls, as before", oneValue(single[numeric]), oneValue(single[numeric]), NotEnough, ""},
					{"one value among nulls", same, oneValue(single[numeric]), Drifted, causeMissing},
				} {
					v := judged(t, kind, slices.Repeat([]*counts.Counts{c.reference}, windows), c.now, Options{Method: m.ID})
					if v.Outcome != c.want || c.cause != "" && v.Cause != c.cause {
						t.Errorf("%s, %s, %d windows, %s: %s (%s) by %q, want %s: statistic %v, effect %v, p %v, %s", m.ID, kind, windows, c.name, v.Outcome, v.Cause, v.PBasis,
							c.want, v.Statistic, v.Effect, v.P, v.Note)
					}
					if v.Outcome != Drifted && v.Outcome != Fine && v.Note == "" {
						t.Errorf("%s, %s, %d windows, %s: %s without a word", m.ID, kind, windows, c.name, v.Outcome)
					}
					if v.Outcome == Fine && !(math.Abs(v.Effect) < 1e-9) {
						t.Errorf("%s, %s, %d windows, %s: an effect of %v where nothing changed", m.ID, kind, windows, c.name, v.Effect)
					}
				}
			}
		}
	}
}
