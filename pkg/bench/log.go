package main

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	_ "github.com/duckdb/duckdb-go/v2" // the engine that the store brings, as a database/sql driver

	"github.com/tideline-ml/tideline/pkg/model"
)

// The log covers 100 days long past, so that all of its windows are closed: 50 days of reference, then 50 days to judge. Nothing changes in it.
const (
	logDays       = 100
	referenceDays = 50
)

var (
	logStart = time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	boundary = logStart.AddDate(0, 0, referenceDays)
	logEnd   = logStart.AddDate(0, 0, logDays)
)

// shapes of numeric columns, in DuckDB's SQL over uniform numbers u(1), u(2), … in (0, 1); the scale differs from column to column.
var shapes = []struct{ name, sql string }{
	{"normal", "%[1]g * sqrt(-2 * ln({1})) * cos(2 * pi() * {2})"},
	{"lognormal", "%[1]g * exp(0.8 * sqrt(-2 * ln({1})) * cos(2 * pi() * {2}))"},
	{"uniform", "%[1]g * {1}"},
	{"gamma", "-%[1]g * (ln({1}) + ln({2}))"}, // of shape 2
	{"zero_inflated", "CASE WHEN {1} < 0.6 THEN 0 ELSE -%[1]g * ln({2}) END"},
}

// scales of the columns of one shape, beside each other of several octaves.
var scales = []float64{1, 0.037, 120, 2500}

// cardinalities of the categorical columns; their values are skewed.
var cardinalities = []int{2, 5, 10, 50, 200}

// column is one column of the log and what it is made of.
type column struct {
	name    string
	numeric bool
	sql     string
}

// columns lists the 20 numeric and the 5 categorical columns.
func columns() []column {
	var list []column
	// A uniform number of row i that depends on nothing but i and its place, however many threads write.
	uniform := func(column, place int) string {
		return fmt.Sprintf("((hash(i * 1000003 + %d) >> 11)::DOUBLE + 0.5::DOUBLE) / 9007199254740992::DOUBLE", 10*column+place)
	}
	fill := func(text string, column int) string {
		return strings.NewReplacer("{1}", uniform(column, 1), "{2}", uniform(column, 2)).Replace(text)
	}
	for _, scale := range scales {
		for _, shape := range shapes {
			n := len(list)
			list = append(list, column{fmt.Sprintf("%s_%d", shape.name, n/len(shapes)+1), true, fill(fmt.Sprintf("("+shape.sql+")::DOUBLE", scale), n)})
		}
	}
	for _, k := range cardinalities {
		list = append(list, column{fmt.Sprintf("category_%d", k), false, fill(fmt.Sprintf("'value ' || floor({1} * {1} * %d)::INTEGER", k), len(list))})
	}
	return list
}

// logSelect makes a prediction log of the given number of rows.
func logSelect(rows int) string {
	step := logEnd.Sub(logStart).Microseconds() / int64(rows)
	list := []string{fmt.Sprintf("TIMESTAMP '%s' + to_microseconds(i * %d) AS time", logStart.Format(time.DateTime), step)}
	for _, c := range columns() {
		list = append(list, c.sql+" AS "+c.name)
	}
	return fmt.Sprintf("SELECT %s FROM range(%d) t(i)", strings.Join(list, ", "), rows)
}

// writeLog writes a prediction log as one Parquet file.
func writeLog(ctx context.Context, db *sql.DB, path string, rows int) error {
	if _, err := db.ExecContext(ctx, fmt.Sprintf("COPY (%s) TO '%s' (FORMAT parquet)", logSelect(rows), strings.ReplaceAll(path, "'", "''"))); err != nil {
		return fmt.Errorf("the log could not be written: %w", err)
	}
	return nil
}

// floorStatement is DuckDB's own least work over the same columns: every value is read and looked at once.
func (l *log) floorStatement() string {
	var list []string
	for _, c := range columns() {
		aggregate := "max"
		if c.numeric {
			aggregate = "sum"
		}
		list = append(list, aggregate+"("+c.name+")")
	}
	files := filepath.Join(filepath.Dir(l.path), filepath.Base(l.source.File))
	return fmt.Sprintf("SELECT %s FROM read_parquet('%s')", strings.Join(list, ", "), strings.ReplaceAll(files, "'", "''"))
}

// log is a log that questions are put to.
type log struct {
	rows   int
	runs   int
	path   string // of its file, or of any of them
	source model.Source
	bytes  int64 // of its files
	asked  int   // how many of its models were asked about
}

// make writes the log into a folder. A huge one is a file of a tenth of its rows under ten names: what reads it reads them all, and neither time nor disk is spent on making it.
func (l *log) make(ctx context.Context, db *sql.DB, folder string) error {
	files := 1
	l.source = model.Source{File: fmt.Sprintf("%d.parquet", l.rows)}
	l.path = filepath.Join(folder, l.source.File)
	if l.rows >= hugeRows {
		files = 10
		l.source.File = "huge/*.parquet"
		l.path = filepath.Join(folder, "huge", "1.parquet")
		if err := os.Mkdir(filepath.Dir(l.path), 0o700); err != nil {
			return err
		}
	}
	if err := writeLog(ctx, db, l.path, l.rows/files); err != nil {
		return err
	}
	info, err := os.Stat(l.path)
	if err != nil {
		return err
	}
	for n := 2; n <= files; n++ {
		if err := os.Link(l.path, filepath.Join(filepath.Dir(l.path), fmt.Sprintf("%d.parquet", n))); err != nil {
			return err
		}
	}
	l.bytes = int64(files) * info.Size()
	return nil
}

func (l *log) String() string { return scaled(l.rows) + " rows" }

// scaled writes a number of rows: 10 million.
func scaled(rows int) string {
	switch {
	case rows >= 1_000_000 && rows%1_000_000 == 0:
		return fmt.Sprintf("%d million", rows/1_000_000)
	case rows >= 1_000 && rows%1_000 == 0:
		return fmt.Sprintf("%d,000", rows/1_000)
	}
	return fmt.Sprint(rows)
}
