package analysis

import (
	"context"
	"math"
	"slices"
	"testing"
)

// amounts are log-normal quantiles: most lie below one of the bins that hold them all.
func amounts(centre, spread float64, n int) []float64 {
	xs := make([]float64, n)
	for i := range xs {
		p := (float64(i) + 0.5) / float64(n)
		xs[i] = centre * math.Exp(spread*math.Sqrt2*math.Erfinv(2*p-1))
	}
	return xs
}

func TestDetail(t *testing.T) {
	lines := []line{lineOf(floats(t, amounts(40, 1.5, 2000)...)), lineOf(floats(t, amounts(70, 1.5, 900)...)), lineOf(nil)}
	edges := edgesFor(lines...)
	d := detailFor(edges, lines)
	if d == nil {
		t.Fatal("amounts have no detail")
	}
	if !slices.IsSorted(d.Edges) || len(d.Edges) > 80 || len(edges)+len(d.Edges) > 320 {
		t.Errorf("%d edges: %v", len(d.Edges), d.Edges)
	}
	from, to := slices.Index(edges, d.Edges[0]), slices.Index(edges, d.Edges[len(d.Edges)-1])
	if from < 0 || to < 0 {
		t.Fatalf("%v … %v are no edges of the picture", d.Edges[0], d.Edges[len(d.Edges)-1])
	}
	// What is counted finer is what the coarse bins hold, bin by bin.
	for i, l := range lines[:2] {
		coarse, below, _ := l.binned(edges)
		coarse[0] -= below
		for k := from; k < to; k++ {
			fine := 0.0
			for j := 0; j+1 < len(d.Edges); j++ {
				if d.Edges[j] >= edges[k] && d.Edges[j+1] <= edges[k+1] {
					fine += d.Counts[i][j]
				}
			}
			if math.Abs(fine-coarse[k]) > 1e-9 {
				t.Errorf("sample %d, bin %v … %v: %v instead of %v", i, edges[k], edges[k+1], fine, coarse[k])
			}
		}
	}
	if d.Counts[2] != nil {
		t.Error("what is not there was counted")
	}
	// No step is wider than a quarter of a decade, down to where values are.
	for j := 1; j+1 < len(d.Edges); j++ {
		if lo, hi := d.Edges[j], d.Edges[j+1]; lo > 0 && math.Log10(hi/lo) > 0.25 {
			t.Errorf("%v … %v is wide", lo, hi)
		}
	}
}

func TestDetailIsOnlyWhereItTells(t *testing.T) {
	bell := make([]float64, 2000)
	for i := range bell {
		bell[i] = 100 + 10*math.Sqrt2*math.Erfinv(2*(float64(i)+0.5)/2000-1)
	}
	whole := make([]float64, 300)
	for i := range whole {
		whole[i] = float64(i % 40)
	}
	for name, xs := range map[string][]float64{"bell": bell, "whole": whole, "constant": {3, 3, 3}, "zeros": make([]float64, 100)} {
		l := lineOf(floats(t, xs...))
		if d := detailFor(edgesFor(l), []line{l}); d != nil {
			t.Errorf("%s: %v", name, d.Edges)
		}
	}
	both := lineOf(floats(t, append(amounts(40, 1.5, 1000), amounts(-30, 1.2, 500)...)...))
	d := detailFor(edgesFor(both), []line{both})
	if d == nil || d.Edges[0] >= 0 || !slices.Contains(d.Edges, 0) {
		t.Errorf("values on both sides of 0: %+v", d)
	}
}

func TestReferenceWindows(t *testing.T) {
	a := newAnalysis(photos(), photosModel())
	d, err := a.Distribution(context.Background(), ask(t, `{"queryType": "distribution", "features": ["brightness", "prediction"]}`))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range d.Pictures {
		if len(p.Between) != 28 {
			t.Fatalf("%s: %d reference windows", p.Feature, len(p.Between))
		}
		together := make([]float64, len(p.Reference.Counts))
		for _, w := range p.Between {
			for i, x := range w.Counts {
				together[i] += x
			}
		}
		for i, x := range p.Reference.Counts {
			if math.Abs(together[i]-x) > 1e-6 {
				t.Errorf("%s: bin %d holds %v in the reference and %v in its windows", p.Feature, i, x, together[i])
			}
		}
	}
}
