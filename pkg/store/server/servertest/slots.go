package servertest

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// Slots checks that a slot is the number of bounds that are not above a value, however a dialect's statement finds it: compared one by one, on a lattice, or
// searched. Lists have up to most bounds. ask computes an expression over x, which takes each of a list of values.
func Slots(t *testing.T, d *sql.Dialect, most int, ask func(expression, values string, args []any) []any) {
	t.Helper()
	rng := rand.New(rand.NewPCG(1, 2))
	floats := map[string]func(i int) float64{
		"few":         func(i int) float64 { return float64(i % 3) },
		"regular":     func(i int) float64 { return -3 + float64(i)/64 },
		"doubling":    func(i int) float64 { return math.Ldexp(1, i%200) },
		"normal":      func(int) float64 { return rng.NormFloat64() },
		"atoms":       func(i int) float64 { return math.Nextafter(float64(i/2), float64(i/2+i%2)) },
		"huge":        func(int) float64 { return (rng.Float64() - 0.5) * math.MaxFloat64 * 1.9 },
		"tiny":        func(i int) float64 { return float64(i) * 5e-324 },
		"denormal":    func(i int) float64 { return float64(i-2) * 0x1p-1023 },
		"very many":   func(i int) float64 { return float64(i*i) / 3 },
		"far away":    func(i int) float64 { return 1e15 + float64(i)/8 },
		"all at once": func(i int) float64 { return math.Ldexp(rng.NormFloat64(), rng.IntN(2000)-1000) },
	}
	for name, at := range floats {
		points := make([]float64, 300)
		if name == "very many" {
			points = make([]float64, most)
		}
		for i := range points {
			points[i] = at(i)
		}
		exact := sql.FloatBounds(points)
		for _, keys := range []*sql.Keys{exact, d.Grouped.Finer(exact)} {
			floatSlots(t, d, name, keys, ask)
		}
	}
	whole := map[string]func(i int) int64{
		"few":       func(i int) int64 { return int64(i % 3) },
		"regular":   func(i int) int64 { return 1_700_000_000_000_000 + int64(i)*3_600_000_000 },
		"irregular": func(int) int64 { return rng.Int64N(1e6) - 5e5 },
		"doubling":  func(i int) int64 { return 1 << (i % 63) },
		"ends":      func(i int) int64 { return []int64{math.MinInt64 + int64(i), math.MaxInt64 - int64(i)}[i%2] },
		"beyond 53": func(i int) int64 { return 1<<53 + int64(i) },
	}
	for name, at := range whole {
		points := make([]int64, 300)
		for i := range points {
			points[i] = at(i)
		}
		keys := sql.IntBounds(points)
		values := []int64{0, math.MinInt64, math.MaxInt64}
		for _, b := range keys.Ints {
			values = append(values, b, b+1, b-1)
		}
		var args []any
		arg := argument(d, &args)
		text := d.Grouped.IntegerSlot(arg, "x", keys.Ints)
		got := ask(text, arg(values), args)
		for i, x := range values {
			want, found := slices.BinarySearch(keys.Ints, x)
			if found {
				want++
			}
			if got[i] != int64(want) {
				t.Errorf("%s: %v lies in slot %v, want %v", name, x, got[i], want)
				break
			}
		}
	}
}

func floatSlots(t *testing.T, d *sql.Dialect, name string, keys *sql.Keys, ask func(expression, values string, args []any) []any) {
	t.Helper()
	values := []float64{0, math.Copysign(0, -1), 1e308, -1e308, math.MaxFloat64, -math.MaxFloat64, math.Inf(1), math.Inf(-1), math.NaN()}
	for i, b := range keys.Floats {
		if i%100 != 0 && len(keys.Floats) > 1000 {
			continue
		}
		values = append(values, b, math.Nextafter(b, math.Inf(1)), math.Nextafter(b, math.Inf(-1)))
	}
	var args []any
	arg := argument(d, &args)
	text := d.Grouped.SlotOf(arg, "x", keys)
	got := ask(text, arg(values), args)
	for i, x := range values {
		want := int64(0)
		for _, b := range keys.Floats {
			if x >= b || math.IsNaN(x) {
				want++
			}
		}
		if got[i] != want {
			t.Errorf("%s, among %d bounds: %v lies in slot %v, want %v", name, len(keys.Floats), x, got[i], want)
			break
		}
	}
}

func argument(d *sql.Dialect, args *[]any) func(any) string {
	return func(value any) string {
		*args = append(*args, value)
		return d.Placeholder(len(*args), value)
	}
}
