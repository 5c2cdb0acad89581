package postgres

import (
	"context"
	"fmt"
	"math"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/server"
)

// The server puts every float into the cell that the grid puts it into: values at and beside all bounds, and those that no arithmetic likes.
func TestGrids(t *testing.T) {
	admin := administrator(t)
	schema := newSchema(t, admin)
	st := server.New(open(t, configOf(t)))
	t.Cleanup(func() { st.Close() })
	random := rand.New(rand.NewSource(1))
	for name, shape := range map[string]func() float64{
		"normal":        random.NormFloat64,
		"wide":          func() float64 { return 5000 * random.NormFloat64() },
		"far":           func() float64 { return 1e12 + random.Float64() },
		"lognormal":     func() float64 { return math.Exp(3 * random.NormFloat64()) },
		"zero_inflated": func() float64 { return math.Max(0, random.NormFloat64()) },
		"tiny":          func() float64 { return 1e-300 * random.Float64() },
	} {
		t.Run(name, func(t *testing.T) {
			values := make([]float64, 3000)
			for i := range values {
				values[i] = shape()
			}
			sample, err := counts.FromFloats(values, nil)
			if err != nil {
				t.Fatal(err)
			}
			grid, err := counts.NewGrid(sample, false)
			if err != nil {
				t.Fatal(err)
			}
			values = append(values, 0, math.Copysign(0, -1), math.SmallestNonzeroFloat64, 1e-310, math.MaxFloat64, -math.MaxFloat64,
				math.Inf(1), math.Inf(-1), math.NaN())
			for cell := range grid.NumCells() {
				lo, _, _ := grid.Bounds(cell)
				values = append(values, lo, math.Nextafter(lo, math.Inf(1)), math.Nextafter(lo, math.Inf(-1)))
			}
			// A quotient that is too small for a float has no sign to a grid (see counts.Grid), and has one to a search.
			values = slices.DeleteFunc(values, func(x float64) bool { return x < 0 && x > -1e-290 })
			exact, err := counts.FromFloats(values, nil)
			if err != nil {
				t.Fatal(err)
			}
			want, err := grid.Count(exact)
			if err != nil {
				t.Fatal(err)
			}
			texts := make([]string, len(values))
			for i, x := range values {
				texts[i] = fmt.Sprintf("('%v')", x)
			}
			run(t, admin, fmt.Sprintf("CREATE TABLE %[1]s.%[2]s (x float8); INSERT INTO %[1]s.%[2]s SELECT CAST(v AS float8) FROM (VALUES %[3]s) AS t(v)", schema, name, strings.Join(texts, ", ")))
			result, err := st.Counts(context.Background(), store.CountsRequest{Relation: store.Relation{Source: model.Source{Table: schema + "." + name}}, Windows: []store.Window{{}},
				Columns: []store.CountColumn{{Column: store.Column{Name: "x"}, Grid: grid}, {Column: store.Column{Name: "x"}, Grid: grid}}})
			if err != nil {
				t.Fatal(err)
			}
			for _, column := range result.ByColumn {
				if column.Err != nil || !column.Counts[0][0].Equal(want) {
					t.Errorf("%v: %v, want %v", column.Err, column.Counts[0][0], want)
				}
			}
		})
	}
}
