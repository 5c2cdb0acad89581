package counts

import (
	"math/rand/v2"
	"testing"
)

// A grid that fits another reference bounds the error of KS on it as one that was cut for it would; one that does not is found out.
func TestFits(t *testing.T) {
	const rows = 20_000
	kept, alike, bounds := 0, 0, 0.0
	for i, a := range columns {
		for j, b := range columns {
			random := rand.New(rand.NewPCG(uint64(i), uint64(j)))
			draw := func(from func(*rand.Rand) float64) *Counts {
				values := make([]float64, rows)
				for n := range values {
					values[n] = from(random)
				}
				return must(FromFloats(values, nil))
			}
			g := must(NewGrid(draw(a.draw), false))
			sample, fresh := draw(b.draw), draw(b.draw)
			if g.Fits(sample, false) {
				if kept++; i == j {
					alike++
				}
				bound := ksBound(g, must(g.Count(fresh)))
				bounds = max(bounds, bound)
				if bound > 0.01 {
					t.Errorf("the grid of %q fits %q, and the KS bound is %.4f", a.name, b.name, bound)
				}
			} else if own := must(NewGrid(sample, false)); ksBound(own, must(own.Count(fresh))) > 0.01 {
				t.Errorf("%q does not even fit its own", b.name)
			}
		}
	}
	if alike < len(columns)*4/5 { // else nothing would ever be kept
		t.Errorf("of %d columns that have not changed %d keep their grid", len(columns), alike)
	}
	t.Logf("%d of %d pairs fit, %d of %d that are alike, largest bound %.4f", kept, len(columns)*len(columns), alike, len(columns), bounds)
}

func TestFitsNothingElse(t *testing.T) {
	floats := must(FromFloats([]float64{1, 2, 3, 4}, nil))
	g := must(NewGrid(floats, false))
	ints, texts := must(FromInts([]int64{1, 2, 3}, nil)), must(FromStrings([]string{"a"}, nil))
	if !g.Fits(Empty(Float, nil), false) || !g.Fits(floats, false) {
		t.Error("an empty sample and the grid's own must fit")
	}
	if g.Fits(ints, true) || g.Fits(texts, false) {
		t.Error("integers need a grid of integers, and texts have none")
	}
	if g.Fits(must(FromFloats([]float64{1e12, 2e12}, nil)), false) {
		t.Error("all of it lies beyond the tails")
	}
}
