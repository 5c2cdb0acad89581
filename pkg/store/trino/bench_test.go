package trino

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store/server"
	"github.com/tideline-ml/tideline/pkg/store/server/servertest"
)

// cpuTime is the processor time of the cluster's processes on this machine.
func cpuTime(b *testing.B) time.Duration {
	b.Helper()
	list := os.Getenv("TIDELINE_TRINO_PROCESSES")
	if list == "" {
		b.Skip("the processes of the cluster are not known: only those of npm run engines are")
	}
	const ticks = 100 // a second
	total := 0
	for _, id := range strings.Split(list, ",") {
		stat, err := os.ReadFile("/proc/" + id + "/stat")
		if err != nil {
			b.Fatal(err)
		}
		fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
		for _, field := range fields[11:13] { // of users and of the system
			n, err := strconv.Atoi(field)
			if err != nil {
				b.Fatal(err)
			}
			total += n
		}
	}
	return time.Duration(total) * time.Second / ticks
}

// benchmarkTable makes a log like that of the bench of files: normal, log-normal, uniform and zero-inflated columns, and texts of 2 to 200 values.
func benchmarkTable(b *testing.B, schema string, rows int) {
	var columns []string
	for i := range 20 {
		switch x := fmt.Sprintf("inverse_normal_cdf(%d, 1, 1e-9 + random() * 0.999999998e0)", i); i % 4 {
		case 0:
			columns = append(columns, fmt.Sprintf("%s AS n%d", x, i))
		case 1:
			columns = append(columns, fmt.Sprintf("exp(%s / 2) AS n%d", x, i))
		case 2:
			columns = append(columns, fmt.Sprintf("random() * %d AS n%d", i, i))
		default:
			columns = append(columns, fmt.Sprintf("IF(random() < 0.5, 0e0, -ln(1 - random()) / %d) AS n%d", i, i))
		}
	}
	for i, values := range []int{2, 5, 10, 50, 200} {
		columns = append(columns, fmt.Sprintf("'value ' || CAST(random(%d) AS varchar) AS c%d", values, i))
	}
	const most = 10_000 // numbers of a sequence
	run(b, fmt.Sprintf("CREATE TABLE memory.%s.log AS SELECT date_add('second', (a * %d + b) * 5184000 / %d, TIMESTAMP '2026-01-01 00:00:00.000 UTC') AS time, %s FROM UNNEST(sequence(0, %d)) AS x (a), UNNEST(sequence(0, %d)) AS y (b)",
		schema, most, rows, strings.Join(columns, ", "), rows/most-1, most-1))
}

// BenchmarkCounts wants a cluster that compiles as real ones do: TIDELINE_TRINO_JVM='-XX:TieredStopAtLevel=4 -Xmx3G' npm run engines -- trino.
func BenchmarkCounts(b *testing.B) {
	schema := newSchema(b, "memory")
	benchmarkTable(b, schema, 1_000_000)
	e := open(b, configOf(b))
	s := server.New(e)
	defer s.Close()
	floor := "SELECT " + strings.Join(servertest.Aggregates(), ", ") + " FROM memory." + schema + ".log"
	cost := servertest.Cost{Name: "Trino", Store: s, Log: model.Source{Table: schema + ".log"}, Most: [2]float64{30, 35},
		CPU: func() time.Duration { return cpuTime(b) },
		Floor: func() error {
			_, err := e.all(context.Background(), floor)
			return err
		}}
	cost.Counts(b)
}
