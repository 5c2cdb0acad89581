package method

import (
	"slices"
	"strings"
	"testing"

	"github.com/tideline-ml/tideline/pkg/counts"
)

func TestPairOfExactCounts(t *testing.T) {
	p := must(PairFromSlices([]float64{3, 1, 1, 2}, []float64{2, 4, 2}))
	if !slices.Equal(p.X, []float64{1, 2, 3, 4}) || !slices.Equal(p.R, []float64{2, 1, 1, 0}) || !slices.Equal(p.C, []float64{0, 2, 0, 1}) {
		t.Errorf("%+v", p)
	}
	if !p.Numeric || p.NR != 4 || p.NC != 3 || p.ER != 4 || p.EC != 3 || p.Lo != nil {
		t.Errorf("%+v", p)
	}
}

func TestPairOfNames(t *testing.T) {
	p := must(NewPair(must(counts.FromStrings([]string{"b", "a"}, nil)), must(counts.FromStrings([]string{"c", "a"}, []float64{1, 3}))))
	if p.Numeric || !slices.Equal(p.Names, []string{"a", "b", "c"}) || !slices.Equal(p.C, []float64{3, 0, 1}) || p.NC != 4 || p.EC != 1.6 {
		t.Errorf("%+v", p)
	}
}

// A store may answer integers for one source and floats for the reference.
func TestPairOfIntegersAndFloats(t *testing.T) {
	ints := must(counts.FromInts([]int64{9007199254740993, 9007199254740992, -3, 7}, nil))
	floats := must(counts.FromFloats([]float64{9007199254740992, -2.5, 7, 1e300, -1e300}, nil))
	p := must(NewPair(ints, floats))
	if !slices.Equal(p.R, []float64{0, 1, 0, 1, 1, 1, 0}) || !slices.Equal(p.C, []float64{1, 0, 1, 1, 1, 0, 1}) || !slices.IsSorted(p.X) {
		t.Errorf("%+v", p)
	}
	back := must(NewPair(floats, ints))
	if !slices.Equal(back.C, p.R) || !slices.Equal(back.R, p.C) || !slices.Equal(back.X, p.X) {
		t.Errorf("%+v", back)
	}
}

func TestPairOnAGrid(t *testing.T) {
	reference := must(counts.FromFloats([]float64{1, 1.5, 2, 2, 2, 3}, nil))
	grid := must(counts.NewGrid(reference, false))
	exact := must(counts.FromFloats([]float64{2, 9}, nil))
	p := must(NewPair(must(grid.Count(reference)), exact)) // exact counts are brought onto the grid
	if p.NR != 6 || p.NC != 2 || len(p.Lo) != len(p.X) || len(p.Hi) != len(p.X) || !slices.IsSorted(p.X) {
		t.Errorf("%+v", p)
	}
	if q := must(NewPair(reference, must(grid.Count(exact)))); !slices.Equal(q.R, p.R) || !slices.Equal(q.C, p.C) {
		t.Errorf("%+v", q)
	}
	other := must(counts.NewGrid(exact, false))
	if _, err := NewPair(must(grid.Count(reference)), must(other.Count(exact))); err == nil || !strings.Contains(err.Error(), "different grids") {
		t.Errorf("different grids: %v", err)
	}
}

func TestPairsThatCannotBe(t *testing.T) {
	numbers, names := must(counts.FromFloats([]float64{1}, nil)), must(counts.FromStrings([]string{"a"}, nil))
	if _, err := NewPair(numbers, names); err == nil {
		t.Error("numbers and names were paired")
	}
	if _, err := NewPair(must(must(counts.NewGrid(numbers, false)).Count(numbers)), names); err == nil {
		t.Error("cells and names were paired")
	}
	if _, err := NewPair(nil, numbers); err == nil {
		t.Error("nothing was paired")
	}
}
