package counts

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// columns are the shapes that a plain grid over the inter-quartile range fails on, and ordinary ones.
var columns = []struct {
	name string
	draw func(r *rand.Rand) float64
}{
	{"normal", func(r *rand.Rand) float64 { return 50 + 7*r.NormFloat64() }},
	{"uniform", func(r *rand.Rand) float64 { return r.Float64() }},
	{"40 % zeros", func(r *rand.Rand) float64 { return atomOr(r, 0.4, 0, r.ExpFloat64()) }},
	{"softmax near 1", func(r *rand.Rand) float64 { return 1 - math.Exp(-2-6*math.Abs(r.NormFloat64())) }},
	{"saturated softmax", func(r *rand.Rand) float64 { return 1 / (1 + math.Exp(-20*r.NormFloat64()-10)) }},
	{"log-normal amounts", func(r *rand.Rand) float64 { return math.Round(100*math.Exp(3+1.5*r.NormFloat64())) / 100 }},
	{"wide log-normal", func(r *rand.Rand) float64 { return math.Exp(4 * r.NormFloat64()) }},
	{"80 % zeros", func(r *rand.Rand) float64 { return atomOr(r, 0.8, 0, math.Exp(2*r.NormFloat64())) }},
	{"95 % zeros", func(r *rand.Rand) float64 { return atomOr(r, 0.95, 0, r.NormFloat64()) }},
	{"constant", func(r *rand.Rand) float64 { return 0.1 }},
	{"sentinel −999", func(r *rand.Rand) float64 { return atomOr(r, 0.1, -999, 20+5*r.NormFloat64()) }},
	{"sentinels of all kinds", func(r *rand.Rand) float64 {
		return atomOr(r, 0.02, -999, atomOr(r, 0.02, 1e12, atomOr(r, 0.3, 0.1, r.NormFloat64())))
	}},
	{"bimodal far apart", func(r *rand.Rand) float64 { return atomOr(r, 0.5, 0, 1e6) + r.NormFloat64() }},
	{"three modes very far apart", func(r *rand.Rand) float64 {
		return atomOr(r, 0.4, -1e9, atomOr(r, 0.5, 1e3, 1e12)) * (1 + 1e-6*r.NormFloat64())
	}},
	{"Cauchy", func(r *rand.Rand) float64 { return r.NormFloat64() / r.NormFloat64() }},
	{"log-uniform over 600 decades", func(r *rand.Rand) float64 {
		return math.Copysign(math.Pow(10, 300*(2*r.Float64()-1)), r.Float64()-0.5)
	}},
	{"normal with ±1e300", func(r *rand.Rand) float64 {
		return atomOr(r, 0.01, math.Copysign(1e300*r.Float64(), r.Float64()-0.5), r.NormFloat64())
	}},
	{"a tenth beyond ±1e300", func(r *rand.Rand) float64 {
		return atomOr(r, 0.1, math.Copysign(1e300*(1+r.Float64()), r.Float64()-0.5), r.NormFloat64())
	}},
	{"whole range of doubles", func(r *rand.Rand) float64 { return math.MaxFloat64 * (2*r.Float64() - 1) }},
	{"denormals", func(r *rand.Rand) float64 { return 5e-324 * math.Floor(1e6*r.NormFloat64()) }},
	{"offset 1e15", func(r *rand.Rand) float64 { return 1e15 + 100*r.NormFloat64() }},
	{"thousandths", func(r *rand.Rand) float64 { return math.Round(1000*r.ExpFloat64()) / 1000 }},
	{"percent steps", func(r *rand.Rand) float64 { return math.Round(300*r.Float64()) / 300 }},
}

func atomOr(r *rand.Rand, share, atom, rest float64) float64 {
	if r.Float64() < share {
		return atom
	}
	return rest
}

// integerColumns likewise.
var integerColumns = []struct {
	name string
	draw func(r *rand.Rand) int64
}{
	{"small counts", func(r *rand.Rand) int64 { return int64(3 * r.ExpFloat64()) }},
	{"cents", func(r *rand.Rand) int64 { return int64(100 * math.Exp(3+1.5*r.NormFloat64())) }},
	{"beyond 2^53", func(r *rand.Rand) int64 { return 1<<53 + int64(1e4*r.NormFloat64()) }},
	{"beyond 2^62", func(r *rand.Rand) int64 { return 1<<62 + int64(1e5*r.NormFloat64()) }},
	{"neighbours beyond 2^53", func(r *rand.Rand) int64 { return 1<<53 + r.Int64N(1000) }},
	{"whole range", func(r *rand.Rand) int64 { return int64(r.Uint64()) }},
	{"ends of the range", func(r *rand.Rand) int64 {
		return [...]int64{math.MinInt64, math.MaxInt64, 0}[r.IntN(3)] ^ r.Int64N(1<<40)
	}},
	{"−1 for missing", func(r *rand.Rand) int64 {
		if r.Float64() < 0.3 {
			return -1
		}
		return 1e9 + r.Int64N(1e8)
	}},
	{"constant", func(r *rand.Rand) int64 { return math.MaxInt64 }},
	{"bimodal", func(r *rand.Rand) int64 { return r.Int64N(2)*1e15 + int64(1e5*r.NormFloat64()) }},
}

func draw[T any](seed uint64, n int, one func(*rand.Rand) T) []T {
	r := rand.New(rand.NewPCG(seed, 1))
	values := make([]T, n)
	for i := range values {
		values[i] = one(r)
	}
	return values
}

// eachSample runs a test over samples of all columns, with fresh data of the same column.
func eachSample(t *testing.T, rows int, test func(t *testing.T, sample, fresh *Counts, integer bool)) {
	for _, column := range columns {
		t.Run(column.name, func(t *testing.T) {
			test(t, must(FromFloats(draw(1, rows, column.draw), nil)), must(FromFloats(draw(2, rows, column.draw), nil)), false)
		})
	}
	for _, column := range integerColumns {
		t.Run("integers: "+column.name, func(t *testing.T) {
			test(t, must(FromInts(draw(1, rows, column.draw), nil)), must(FromInts(draw(2, rows, column.draw), nil)), true)
		})
	}
}

func must[T any](x T, err error) T {
	if err != nil {
		panic(err)
	}
	return x
}

// The promises of DESIGN section 1, on a sample and on fresh data.
func TestGridKeepsItsPromises(t *testing.T) {
	for _, rows := range []int{20_000, 3_000, 150, 1} {
		t.Run(fmt.Sprint(rows, " rows"), func(t *testing.T) {
			eachSample(t, rows, func(t *testing.T, sample, fresh *Counts, integer bool) {
				g, err := NewGrid(sample, integer)
				if err != nil {
					t.Fatal(err)
				}
				if g.NumCells() > 4096 {
					t.Errorf("%d cells", g.NumCells())
				}
				if testing.Verbose() {
					t.Logf("%d cells in %d segments, %d atoms", g.NumCells(), len(g.Segments), len(g.Atoms))
				}
				if n := len(g.Segments); n > 40 && !strings.Contains(t.Name(), "decades") { // which need a segment for every few cells
					t.Errorf("%d segments", n)
				}
				checkGrid(t, g)
				distinct := map[int]int{}
				for i := range sample.W {
					distinct[cellOf(g, sample, i)]++
				}
				for cell := 2; cell < g.NumCells(); cell++ {
					_, hi, whole := g.Bounds(cell - 2)
					inside, _, a := g.Bounds(cell - 1)
					second, _, b := g.Bounds(cell)
					if !whole && a && b && inside < hi && second < hi {
						t.Errorf("atoms %v and %v lie inside one cell", inside, second)
					}
				}
				on := must(g.Count(sample))
				for i, cell := range on.Cells {
					if _, _, atom := g.Bounds(int(cell)); !atom && distinct[int(cell)] > 1 && on.W[i] > sample.Total()/128 {
						t.Errorf("cell %d holds %v of %v rows and %d values", cell, on.W[i], sample.Total(), distinct[int(cell)])
					}
				}
				if rows == 20_000 {
					if b := ksBound(g, on, must(g.Count(fresh))); b > 0.01 {
						t.Errorf("KS bound %.4f on fresh data", b)
					}
				}
			})
		})
	}
}

func cellOf(g *Grid, c *Counts, i int) int {
	if c.Kind == Int {
		return g.CellOfInt(c.Ints[i])
	}
	return g.CellOf(c.Floats[i])
}

// ksBound is the largest mass of a cell that may hold several values, in either window: no KS statistic can be further off.
func ksBound(g *Grid, windows ...*Counts) float64 {
	b := 0.0
	for _, c := range windows {
		for i, cell := range c.Cells {
			if _, _, atom := g.Bounds(int(cell)); !atom {
				b = max(b, c.W[i]/c.Total())
			}
		}
	}
	return b
}

// checkGrid: segments are adjacent and cover the line, ids ascend, every bound lies in its own cell.
func checkGrid(t *testing.T, g *Grid) {
	t.Helper()
	last := len(g.Segments) - 1
	for s, seg := range g.Segments {
		if s > 0 && (seg.Lo != g.Segments[s-1].Hi || seg.LoInt != g.Segments[s-1].HiInt) {
			t.Fatalf("segment %d starts at %v, %d", s, seg.Lo, seg.LoInt)
		}
		if s > 0 && s < last && !g.Integer && !(seg.Lo < seg.Hi) || g.Integer && seg.LoInt > seg.HiInt {
			t.Fatalf("segment %d is [%v, %v) [%d, %d)", s, seg.Lo, seg.Hi, seg.LoInt, seg.HiInt)
		}
	}
	for cell := range g.NumCells() {
		lo, hi, atom := g.Bounds(cell)
		middle := g.Middle(cell)
		if math.IsNaN(middle) || math.IsInf(middle, 0) || lo > hi || atom != (lo == hi) || middle < lo || middle > hi {
			t.Fatalf("cell %d: [%v, %v], middle %v", cell, lo, hi, middle)
		}
		if cell > 0 && middle < g.Middle(cell-1) {
			t.Fatalf("middles do not ascend: %v, %v", g.Middle(cell-1), middle)
		}
		exact := !g.Integer || math.Abs(lo) < 1<<53 // a float64 bound of an integer cell may be rounded
		isAtom := func(x float64) bool {
			return slices.ContainsFunc(g.Atoms, func(a Atom) bool {
				return a.Float == x && float64(a.Int) == x || a.Float == x || g.Integer && float64(a.Int) == x
			})
		}
		if exact && !math.IsInf(lo, 0) && lo < hi && !isAtom(lo) && g.CellOf(lo) != cell {
			t.Fatalf("the lower bound %v of cell %d lies in cell %d", lo, cell, g.CellOf(lo))
		}
	}
}

// What a store answers, row by row, is what the grid counts itself; and ids ascend with values.
func TestFromRawIsCount(t *testing.T) {
	eachSample(t, 2_000, func(t *testing.T, sample, fresh *Counts, integer bool) {
		g := must(NewGrid(sample, integer))
		var raw []int32
		var w []float64
		previous := -1
		for i := range fresh.W {
			if integer {
				raw = append(raw, g.RawOfInt(fresh.Ints[i]))
			} else {
				raw = append(raw, g.RawOf(fresh.Floats[i]))
			}
			w = append(w, fresh.W[i])
			cell := cellOf(g, fresh, i)
			x := value(fresh, i)
			if lo, hi, _ := g.Bounds(cell); x < lo || x > hi {
				t.Fatalf("%v is not in its cell [%v, %v]", x, lo, hi)
			}
			// Only an atom inside a cell may come before a larger value of the cell around it.
			if cell < previous && raw[i] >= 0 && g.laidOut().raw[previous] >= 0 {
				t.Fatalf("cells descend: %d, %d at %v", previous, cell, x)
			}
			previous = cell
		}
		slices.Reverse(raw)
		slices.Reverse(w)
		got := must(g.FromRaw(raw, w, nil, fresh.Other()))
		if !got.Equal(must(g.Count(fresh))) {
			t.Fatal("FromRaw and Count differ")
		}
		rows := make([]int64, g.NumCells())
		for i, key := range raw {
			rows[int(key)+len(g.Atoms)] += int64(w[i])
		}
		if byRows := must(FromRows(g, rows, fresh.Other())); !byRows.Equal(got) || byRows.Validate() != nil {
			t.Fatal("FromRows and FromRaw differ")
		}
	})
}

func value(c *Counts, i int) float64 {
	if c.Kind == Int {
		return float64(c.Ints[i])
	}
	return c.Floats[i]
}

func TestGridDependsOnTheSampleAlone(t *testing.T) {
	sample := must(FromFloats(draw(1, 20_000, columns[0].draw), nil))
	a, b := must(NewGrid(sample, false)), must(NewGrid(sample, false))
	if a.Version != b.Version {
		t.Error("equal samples, different grids")
	}
	if c := must(NewGrid(must(FromFloats(draw(2, 20_000, columns[0].draw), nil)), false)); c.Version == a.Version {
		t.Error("different cuts, equal versions")
	}
}

func TestGridOfNothing(t *testing.T) {
	for _, integer := range []bool{false, true} {
		g := must(NewGrid(Empty(Float, nil), integer))
		if g.NumCells() != 2 || g.CellOf(-3) != 0 || g.CellOf(0) != 1 || g.CellOfInt(7) != 1 {
			t.Errorf("integer %v: %d cells, −3 in %d, 0 in %d", integer, g.NumCells(), g.CellOf(-3), g.CellOf(0))
		}
		checkGrid(t, g)
	}
}

func TestIntegersBeyond53BitsStayApart(t *testing.T) {
	values := draw(3, 20_000, func(r *rand.Rand) int64 { return 9007199254740992 + r.Int64N(40) })
	g := must(NewGrid(must(FromInts(values, nil)), true))
	if g.CellOfInt(9007199254740992) == g.CellOfInt(9007199254740993) {
		t.Error("9007199254740992 and 9007199254740993 share a cell")
	}
}

func BenchmarkNewGrid(b *testing.B) {
	for _, column := range columns[:8] {
		sample := must(FromFloats(draw(1, 20_000, column.draw), nil))
		b.Run(column.name, func(b *testing.B) {
			for b.Loop() {
				must(NewGrid(sample, false))
			}
		})
	}
}
