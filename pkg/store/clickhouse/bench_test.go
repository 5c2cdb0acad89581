package clickhouse

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store/server"
	"github.com/tideline-ml/tideline/pkg/store/server/servertest"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// cpuTime is the processor time of the engine of the tests.
func cpuTime(b *testing.B) time.Duration {
	b.Helper()
	u := *servertest.URL(b, variable)
	u.Path, u.User = "/cpu", nil
	response, err := http.Get(u.String())
	if err != nil {
		b.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		b.Fatal(err)
	}
	seconds, err := strconv.ParseFloat(strings.TrimSpace(string(text)), 64)
	if err != nil {
		b.Skip("the server does not tell its processor time: only that of npm run engines does")
	}
	return time.Duration(seconds * 1e9)
}

// benchmarkTable makes a log like that of the bench of files: normal, log-normal, uniform and zero-inflated columns, and texts of 2 to 200 values.
func benchmarkTable(b *testing.B, database string, rows int) {
	var columns []string
	for i := range 20 {
		switch x := fmt.Sprintf("(randNormal(%d, 1))", i); i % 4 {
		case 0:
			columns = append(columns, fmt.Sprintf("%s AS n%d", x, i))
		case 1:
			columns = append(columns, fmt.Sprintf("exp(%s / 2) AS n%d", x, i))
		case 2:
			columns = append(columns, fmt.Sprintf("randCanonical(%d) * %d AS n%d", i, i, i))
		default:
			columns = append(columns, fmt.Sprintf("if(rand(%d) %% 2 = 0, 0, randExponential(%d)) AS n%d", i+100, i, i))
		}
	}
	for i, values := range []int{2, 5, 10, 50, 200} {
		columns = append(columns, fmt.Sprintf("concat('value ', toString(rand(%d) %% %d)) AS c%d", i+200, values, i))
	}
	run(b, fmt.Sprintf("CREATE TABLE %s.log ENGINE = MergeTree ORDER BY time AS SELECT toDateTime64('2026-01-01 00:00:00', 6, 'UTC') + INTERVAL intDiv(number * 60 * 86400, %d) SECOND AS time, %s FROM numbers(%d)",
		database, rows, strings.Join(columns, ", "), rows))
	run(b, "OPTIMIZE TABLE "+database+".log FINAL")
}

func BenchmarkCounts(b *testing.B) {
	database := newDatabase(b)
	benchmarkTable(b, database, 1_000_000)
	e := open(b, configOf(b))
	s := server.New(e)
	defer s.Close()
	cost := servertest.Cost{Name: "ClickHouse", Store: s, Log: model.Source{Table: database + ".log"}, Most: [2]float64{3.5, 5},
		CPU: func() time.Duration { return cpuTime(b) },
		Floor: func() error {
			_, err := e.all(context.Background(), sql.Statement{Text: "SELECT " + strings.Join(servertest.Aggregates(), ", ") + " FROM " + database + ".log"})
			return err
		}}
	cost.Counts(b)
}
