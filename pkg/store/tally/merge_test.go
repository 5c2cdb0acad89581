package tally

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/store"
)

// Rows counted in three parts, each with slots of its own, give what they give counted in one.
func TestMerge(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 10))
	const n = 6000
	shapes := awkward(rng)
	sample, err := counts.FromFloats([]float64{-3, -1, -0.5, 0, 0, 0, 0.5, 1, 2, 100}, nil)
	if err != nil {
		t.Fatal(err)
	}
	grid, err := counts.NewGrid(sample, false)
	if err != nil {
		t.Fatal(err)
	}
	v, runs := vector(rng, n, func() float64 {
		if rng.IntN(50) == 0 {
			return shapes["not values"]()
		}
		return math.Floor(100*rng.NormFloat64()) / 50
	})
	texts := Vector{Valid: v.Valid}
	ints := Vector{Valid: v.Valid}
	for range n {
		texts.Texts = append(texts.Texts, fmt.Sprint("name ", rng.IntN(2*fewKeys)))
		ints.Ints = append(ints.Ints, int64(rng.IntN(500))-250)
	}
	named, err := counts.FromStrings(append(texts.Texts[:n/2:n/2], "7", "7", "-3", "-3"), nil)
	if err != nil {
		t.Fatal(err)
	}
	vocabulary, err := counts.NewVocabulary(named)
	if err != nil {
		t.Fatal(err)
	}
	makers := map[string]struct {
		make func() Column
		v    Vector
	}{
		"floats":           {func() Column { return Floats("x", false, Limits{Distinct: 100_000, Entries: 100_000}) }, v},
		"ints":             {func() Column { return Ints("x", false, Limits{}) }, ints},
		"names":            {func() Column { return Ints("x", true, Limits{}) }, ints},
		"texts":            {func() Column { return Texts("x", Limits{}) }, texts},
		"words":            {func() Column { return Words("x", vocabulary, 0) }, texts},
		"words of numbers": {func() Column { return Words("x", vocabulary, 0) }, ints},
		"cells":            {func() Column { return Cells("x", grid, 0) }, v},
		"edges": {func() Column {
			c, err := Edges("x", []float64{-1, 0, 1, 2})
			if err != nil {
				t.Fatal(err)
			}
			return c
		}, v},
	}
	for name, m := range makers {
		whole := m.make()
		whole.Add(runs, m.v)
		want, err := whole.Counts(3)
		if err != nil {
			t.Fatal(err)
		}
		parts := []Column{m.make(), m.make(), m.make()}
		for i, r := range runs {
			part := i % 3
			r.Slot = (r.Slot + int32(part)) % 3 // part p calls slot s by the number s + p
			parts[part].Add([]Run{r}, m.v)
		}
		for p, part := range parts[1:] {
			parts[0].Merge(part, func(slot int32) int32 { return (slot + 3 - int32(p+1)) % 3 })
		}
		got, err := parts[0].Counts(3)
		if err != nil {
			t.Fatal(err)
		}
		for s := range want {
			if !got[s].Equal(want[s]) {
				t.Errorf("%s, slot %d: the parts together differ from the whole", name, s)
			}
		}
	}
}

// A limit is passed by the parts together exactly if the whole passes it.
func TestMergeKeepsLimits(t *testing.T) {
	var values []int64
	var texts []string
	for i := range 1000 {
		values, texts = append(values, int64(i)), append(texts, fmt.Sprint(i))
	}
	v := Vector{Ints: values, Texts: texts}
	for _, c := range []struct {
		limits  Limits
		tooMany bool
	}{
		{Limits{Distinct: 1000}, false}, {Limits{Distinct: 999}, true}, {Limits{Distinct: 300}, true},
		{Limits{Entries: 1200}, false}, {Limits{Entries: 1199}, true}, {Limits{Entries: 300}, true},
	} {
		for kind, of := range map[string]func(string, Limits) Column{
			"texts": Texts,
			"ints":  func(name string, l Limits) Column { return Ints(name, false, l) },
		} {
			for _, swapped := range []bool{false, true} {
				a, b := of("n", c.limits), of("n", c.limits)
				a.Add([]Run{{0, 0, 600}, {1, 400, 500}}, v) // 200 values in both slots, 100 of them by each part
				b.Add([]Run{{1, 500, 1000}}, v)
				if swapped {
					a, b = b, a
				}
				a.Merge(b, func(slot int32) int32 { return slot })
				_, err := a.Counts(2)
				var tooMany *store.TooManyError
				if errors.As(err, &tooMany) != c.tooMany {
					t.Errorf("%s, %+v, swapped %t: %v", kind, c.limits, swapped, err)
				}
			}
		}
	}
}
