package postgres

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/server"
)

// BenchmarkCost measures what questions cost the server's processes, as multiples of its own sum and max over the same columns:
//
//	go test ./pkg/store/postgres -run '^$' -bench Cost -benchtime 5x
//
// The server must run on this machine. COST_ROWS (default 1,000,000) is the number of rows of 20 numeric and 5 text columns; half of them are the reference.
func BenchmarkCost(b *testing.B) {
	admin := administrator(b)
	rows := 1_000_000
	if text := os.Getenv("COST_ROWS"); text != "" {
		rows, _ = strconv.Atoi(text)
	}
	schema := newSchema(b, admin)
	numeric, texts := writeCostLog(b, admin, schema, rows)
	config := configOf(b)
	config.Timeout = 5 * time.Minute
	st := server.New(open(b, config))
	b.Cleanup(func() { st.Close() })
	ctx := context.Background()
	rel := store.Relation{Source: model.Source{Table: schema + ".log"}, Time: "time"}
	start := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	half := start.AddDate(0, 0, 50)
	reference := []store.Window{{From: start, To: half}}
	var columns []store.Column
	for _, name := range numeric {
		columns = append(columns, store.Column{Name: name, Kind: model.Numeric})
	}
	for _, name := range texts {
		columns = append(columns, store.Column{Name: name, Kind: model.Categorical})
	}
	postmaster := postmasterOf(b, admin)
	spent := func(b *testing.B, work func()) float64 {
		b.Helper()
		before := processorTime(b, postmaster)
		work()
		time.Sleep(20 * time.Millisecond) // the kernel's clock ticks
		return processorTime(b, postmaster) - before
	}
	var list []string
	for _, name := range numeric {
		list = append(list, "sum("+name+")")
	}
	for _, name := range texts {
		list = append(list, "max("+name+")")
	}
	floor := func() {
		run(b, admin, "SET max_parallel_workers_per_gather = 0; SET jit = off; SELECT "+strings.Join(list, ", ")+" FROM "+schema+".log")
	}
	floor()
	var profile *store.Profile
	sample := func() {
		var err error
		if profile, err = st.Profile(ctx, rel, columns, reference, 20_000); err != nil {
			b.Fatal(err)
		}
	}
	sample()
	q := store.CountsRequest{Relation: rel}
	for i, c := range columns {
		column := store.CountColumn{Column: c}
		if c.Kind == model.Numeric {
			grid, err := counts.NewGrid(profile.Columns[i].Counts, false)
			if err != nil {
				b.Fatal(err)
			}
			column.Grid = grid
		}
		q.Columns = append(q.Columns, column)
	}
	count := func(windows int) func() {
		return func() {
			asked := q
			asked.Windows = nil
			for _, from := range []time.Time{start, half} {
				for w := range windows {
					step := half.Sub(start) / time.Duration(windows)
					asked.Windows = append(asked.Windows, store.Window{From: from.Add(step * time.Duration(w)), To: from.Add(step * time.Duration(w+1))})
				}
			}
			result, err := st.Counts(ctx, asked)
			if err != nil {
				b.Fatal(err)
			}
			total := 0.0
			for _, n := range result.Rows[0] {
				total += n
			}
			if total != float64(rows) {
				b.Fatalf("%v rows were counted of %d", total, rows)
			}
		}
	}
	for _, c := range []struct {
		name string
		work func()
	}{
		{"floor", floor}, {"sample", sample}, {"1 window", count(1)}, {"50 windows", count(50)},
		{"moments, 1 window", func() {
			if _, err := st.Moments(ctx, store.MomentsRequest{Relation: rel, Columns: columns[:len(numeric)], Windows: reference}); err != nil {
				b.Fatal(err)
			}
		}},
	} {
		b.Run(c.name, func(b *testing.B) {
			var ratios []float64
			used := 0.0
			for b.Loop() {
				least := spent(b, floor)
				one := spent(b, c.work)
				ratios, used = append(ratios, one/least), used+one
			}
			slices.Sort(ratios)
			b.ReportMetric(ratios[len(ratios)/2], "×floor")
			b.ReportMetric(used/float64(b.N), "cpu-s/op")
		})
	}
}

// writeCostLog makes 100 days of normal, log-normal, uniform, gamma and zero-inflated columns of four scales, and text columns of 2, 5, 10, 50 and 200 values.
func writeCostLog(b *testing.B, admin *pgx.Conn, schema string, rows int) (numeric, texts []string) {
	b.Helper()
	normal := "sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random())"
	var list []string
	for i, scale := range []float64{1, 0.037, 120, 2500} {
		for _, shape := range []struct{ name, sql string }{
			{"normal", normal}, {"lognormal", "exp(0.8 * " + normal + ")"}, {"uniform", "random()"}, {"gamma", "-(ln(1 - random()) + ln(1 - random()))"},
			{"zero_inflated", "CASE WHEN random() < 0.6 THEN 0 ELSE -ln(1 - random()) END"},
		} {
			name := fmt.Sprintf("%s_%d", shape.name, i+1)
			numeric, list = append(numeric, name), append(list, fmt.Sprintf("CAST(%v * (%s) AS float8) AS %s", scale, shape.sql, name))
		}
	}
	for _, k := range []int{2, 5, 10, 50, 200} {
		name := fmt.Sprintf("category_%d", k)
		texts, list = append(texts, name), append(list, fmt.Sprintf("'value ' || floor(random() ^ 2 * %d) AS %s", k, name))
	}
	run(b, admin, fmt.Sprintf(`SELECT setseed(0.5); CREATE TABLE %s.log AS SELECT TIMESTAMP '2025-01-01' + i * (INTERVAL '100 days' / %d) AS time, %s FROM generate_series(0, %d - 1) i`,
		schema, rows, strings.Join(list, ", "), rows))
	run(b, admin, "VACUUM ANALYZE "+schema+".log")
	return numeric, texts
}

// postmasterOf is the process that starts all others of the server.
func postmasterOf(b *testing.B, admin *pgx.Conn) int {
	b.Helper()
	var backend int
	if err := admin.QueryRow(context.Background(), "SELECT pg_backend_pid()").Scan(&backend); err != nil {
		b.Fatal(err)
	}
	fields := statOf(backend)
	if fields == nil {
		b.Skip("the server does not run on this machine")
	}
	parent, _ := strconv.Atoi(fields[1])
	return parent
}

// statOf are the fields of /proc/PID/stat from the state on.
func statOf(pid int) []string {
	raw, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "stat"))
	if err != nil {
		return nil
	}
	return strings.Fields(string(raw[strings.LastIndexByte(string(raw), ')')+1:]))
}

// processorTime is that of the server's processes, and of those that have ended, in seconds.
func processorTime(b *testing.B, postmaster int) float64 {
	b.Helper()
	out, err := exec.Command("pgrep", "-P", strconv.Itoa(postmaster)).Output()
	if err != nil {
		b.Fatal(err)
	}
	ticks := 0
	for _, text := range append(strings.Fields(string(out)), strconv.Itoa(postmaster)) {
		pid, _ := strconv.Atoi(text)
		fields := statOf(pid)
		if fields == nil {
			continue
		}
		for _, i := range []int{11, 12} { // user and system
			n, _ := strconv.Atoi(fields[i])
			ticks += n
		}
		if pid == postmaster {
			for _, i := range []int{13, 14} { // of children that have ended
				n, _ := strconv.Atoi(fields[i])
				ticks += n
			}
		}
	}
	return float64(ticks) / 100
}
