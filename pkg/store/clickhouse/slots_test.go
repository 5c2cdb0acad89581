package clickhouse

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// A slot is the number of bounds that are not above a value, however the statement finds it: compared one by one, on a lattice, or searched.
// The same holds where settings are the server's own.
func TestSlots(t *testing.T) {
	for _, free := range []freedom{setsAll, setsNothing} {
		e := open(t, configOf(t))
		e.free.Store(free)
		testSlots(t, e)
		e.Close()
	}
}

func testSlots(t *testing.T, e *Engine) {
	rng := rand.New(rand.NewPCG(1, 2))
	floats := map[string]func(i int) float64{
		"few":         func(i int) float64 { return float64(i % 3) },
		"regular":     func(i int) float64 { return -3 + float64(i)/64 },
		"doubling":    func(i int) float64 { return math.Ldexp(1, i%200) },
		"normal":      func(int) float64 { return rng.NormFloat64() },
		"atoms":       func(i int) float64 { return math.Nextafter(float64(i/2), float64(i/2+i%2)) },
		"huge":        func(int) float64 { return (rng.Float64() - 0.5) * math.MaxFloat64 * 1.9 },
		"tiny":        func(i int) float64 { return float64(i) * 5e-324 },
		"very many":   func(i int) float64 { return float64(i*i) / 3 },
		"far away":    func(i int) float64 { return 1e15 + float64(i)/8 },
		"all at once": func(i int) float64 { return math.Ldexp(rng.NormFloat64(), rng.IntN(2000)-1000) },
	}
	for name, at := range floats {
		points := make([]float64, 300)
		if name == "very many" {
			points = make([]float64, 70_000)
		}
		for i := range points {
			points[i] = at(i)
		}
		keys := sql.FloatBounds(points)
		values := []float64{0, math.Copysign(0, -1), 1e308, -1e308, math.MaxFloat64, -math.MaxFloat64, math.Inf(1), math.Inf(-1), math.NaN()}
		for i, b := range keys.Floats {
			if i%100 != 0 && len(keys.Floats) > 1000 {
				continue
			}
			values = append(values, b, math.Nextafter(b, math.Inf(1)), math.Nextafter(b, math.Inf(-1)))
		}
		var args []any
		arg := argument(&args)
		text := sql.ClickHouse.Grouped.FloatSlot(arg, "x", keys.Floats)
		got := slots(t, e, text, arg(values), args)
		for i, x := range values {
			want := int64(0)
			for _, b := range keys.Floats {
				if x >= b || math.IsNaN(x) {
					want++
				}
			}
			if got[i] != want {
				t.Errorf("%s: %v lies in slot %v, want %v", name, x, got[i], want)
				break
			}
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
		arg := argument(&args)
		text := sql.ClickHouse.Grouped.IntegerSlot(arg, "x", keys.Ints)
		got := slots(t, e, text, arg(values), args)
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

func argument(args *[]any) func(any) string {
	return func(value any) string {
		*args = append(*args, value)
		return sql.ClickHouse.Placeholder(len(*args), value)
	}
}

func slots(t *testing.T, e *Engine, text, values string, args []any) []any {
	t.Helper()
	rows, err := e.all(context.Background(), sql.Statement{Text: "SELECT " + text + " FROM (SELECT arrayJoin(" + values + ") AS x)", Args: args})
	if err != nil {
		t.Fatal(err)
	}
	// The same where values may be missing, and one is.
	missing, err := e.all(context.Background(), sql.Statement{Text: "SELECT " + text + " FROM (SELECT arrayJoin(arrayConcat(" + values + ", [NULL])) AS x)", Args: args})
	if err != nil {
		t.Fatal(err)
	}
	list := make([]any, len(rows))
	for i, row := range rows {
		if list[i] = row[0]; missing[i][0] != row[0] {
			t.Errorf("value %d lies in slot %v, and in slot %v where values may be missing", i, row[0], missing[i][0])
		}
	}
	if last := missing[len(rows)][0]; last != nil {
		t.Errorf("a missing value lies in slot %v", last)
	}
	return list
}
