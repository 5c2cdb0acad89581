package drift

import (
	"sync"
	"testing"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/model"
)

// A feature that was missing all along has no kind of key yet. What its windows are counted by is their own matter: it depends neither on who was judged
// before nor on who is at the same time.
func TestReferenceWithoutValues(t *testing.T) {
	null := must(counts.OfFloats(nil, nil, nil, counts.Other{Null: 500}))
	b := must(NewBaseline(model.Numeric, []*counts.Counts{null, null, null, null, null}, nil))
	numbers := func(scale float64) *counts.Counts {
		values := make([]float64, 500)
		for i := range values {
			values[i] = scale * (float64(i) + 0.5)
		}
		return must(counts.FromFloats(values, nil))
	}
	fine, coarse := numbers(1), numbers(1e6)
	windows := []*counts.Counts{
		must(must(counts.NewGrid(fine, false)).Count(fine)), must(must(counts.NewGrid(coarse, false)).Count(coarse)), fine,
		must(counts.FromInts([]int64{1, 2, 3}, nil)), null,
	}
	var group sync.WaitGroup
	for _, c := range windows {
		alone := must(NewBaseline(model.Numeric, []*counts.Counts{null, null, null, null, null}, nil)).Judge(c, Options{MinRows: 1})
		for range 4 {
			group.Go(func() {
				if v := b.Judge(c, Options{MinRows: 1}); v.Outcome != alone.Outcome || v.Note != alone.Note || v.P != alone.P || v.Outcome == Failed {
					t.Errorf("%v: %v %q, alone %v %q", c.Kind, v.Outcome, v.Note, alone.Outcome, alone.Note)
				}
			})
		}
	}
	group.Wait()
	if v := b.Judge(must(counts.FromStrings([]string{"a", "b"}, nil)), Options{MinRows: 1}); v.Outcome != Failed {
		t.Errorf("names in a numeric feature: %v %q", v.Outcome, v.Note)
	}
}
