package duckdb

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"

	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// csvShape is how a CSV file is written and what its columns are.
type csvShape struct {
	delimiter, quote, escape string
	names, types             []string
	// spaced says that the header writes a space after each delimiter. Then the rows do as well, and the space is not part of a value.
	spaced bool
	// worded says of each column that it has words in the place of missing values, so that it can only be read as text.
	worded []bool
}

// missingWords is store.MissingWords as a list of SQL.
var missingWords = func() string {
	quoted := make([]string, len(store.MissingWords))
	for i, word := range store.MissingWords {
		quoted[i] = quoteText(word)
	}
	return strings.Join(quoted, ", ")
}()

// sniff learns a CSV file's dialect and types from all of it.
func (s *Store) sniff(ctx context.Context, f file) (csvShape, error) {
	cache := s.engine.files
	cache.mutex.Lock()
	shape, known := cache.csvs[f.key()]
	cache.mutex.Unlock()
	if known {
		return shape, nil
	}
	if fine, err := inUTF8(ctx, f); err != nil {
		return shape, err
	} else if !fine {
		return shape, &notUTF8{f}
	}
	path := quoteText(literalGlob.Replace(f.path))
	rows, err := s.engine.all(ctx, sql.Statement{Text: "SELECT Delimiter, Quote, Escape, unnest(Columns).name, unnest(Columns).type, DateFormat, TimestampFormat FROM sniff_csv(" + path +
		", header = true, sample_size = -1, ignore_errors = true)"})
	if err != nil {
		return shape, err
	}
	for _, row := range rows {
		shape.delimiter, shape.quote, shape.escape = unlessEmpty(row[0]), unlessEmpty(row[1]), unlessEmpty(row[2])
		name, typeName := strings.TrimSpace(row[3].(string)), row[4].(string)
		switch typeName {
		case "TIMESTAMP WITH TIME ZONE":
			typeName = "VARCHAR" // which of its texts have an offset is still to be seen
		case "TIME":
			typeName = "VARCHAR"
		case "DATE":
			typeName = unlessForeign(typeName, row[5])
		case "TIMESTAMP":
			typeName = unlessForeign(typeName, row[6])
		}
		shape.names, shape.types = append(shape.names, name), append(shape.types, typeName)
	}
	shape.worded = make([]bool, len(shape.names))
	if err := s.lookAtTexts(ctx, path, &shape); err != nil {
		return shape, err
	}
	if shape.spaced, err = headerIsSpaced(f.path, shape.delimiter); err != nil {
		return shape, err
	}
	cache.mutex.Lock()
	keep(cache.csvs, f.key(), shape, mostCached)
	cache.mutex.Unlock()
	return shape, nil
}

// unlessForeign makes texts of dates in another format than ISO 8601: whether 01/09/26 is in January, in September or of the year 1 is a guess.
func unlessForeign(typeName string, format any) string {
	if text, _ := format.(string); text == "" || strings.HasPrefix(text, "%Y-%m-%d") {
		return typeName
	}
	return "VARCHAR"
}

// headerIsSpaced says whether a space follows the first delimiter of a file's first line: "time, sepal_length".
func headerIsSpaced(name, delimiter string) (bool, error) {
	f, err := os.Open(name)
	if err != nil {
		return false, err
	}
	defer f.Close()
	line, err := bufio.NewReader(io.LimitReader(f, 1<<16)).ReadString('\n')
	if err != nil && err != io.EOF {
		return false, err
	}
	_, rest, found := strings.Cut(line, delimiter)
	return found && delimiter != "" && strings.HasPrefix(rest, " "), nil
}

// lookAtTexts looks again at what DuckDB takes for texts. A column that holds nothing has no type, so that it does not make numbers of other files texts;
// one that holds numbers, and words only where a value is missing or where the header was written again, is one of numbers.
func (s *Store) lookAtTexts(ctx context.Context, path string, shape *csvShape) error {
	var columns []string
	var texts []int
	for i, name := range shape.names {
		columns = append(columns, quoteText(name)+": 'VARCHAR'")
		if shape.types[i] == "VARCHAR" {
			texts = append(texts, i)
		}
	}
	from := fmt.Sprintf("read_csv(%s, auto_detect = false, header = true, delim = %s, quote = %s, escape = %s, columns = {%s}, ignore_errors = true, hive_partitioning = false)",
		path, quoteText(shape.delimiter), quoteText(shape.quote), quoteText(shape.escape), strings.Join(columns, ", "))
	value := func(i int) string {
		x := "trim(" + sql.Quote(shape.names[i]) + ")"
		return fmt.Sprintf("(CASE WHEN lower(%s) NOT IN (%s) AND %s <> %s THEN %s END)", x, missingWords, x, quoteText(shape.names[i]), x)
	}
	entries, err := s.countEach(ctx, from, texts, func(i int) string { return sql.Quote(shape.names[i]) })
	if err != nil {
		return err
	}
	values, err := s.countEach(ctx, from, texts, value)
	if err != nil {
		return err
	}
	var mixed []int
	for _, i := range texts {
		switch shape.worded[i] = values[i] < entries[i]; {
		case values[i] == 0:
			shape.types[i] = ""
		case shape.worded[i]:
			mixed = append(mixed, i)
		}
	}
	for _, as := range []struct{ typeName, test string }{
		{"BIGINT", "CASE WHEN regexp_full_match(%s, '[+-]?[0-9]{1,18}') THEN 1 END"},
		{"DOUBLE", "TRY_CAST(%s AS DOUBLE)"},
		{"BOOLEAN", "CASE WHEN lower(%s) IN ('true', 'false') THEN 1 END"},
	} {
		fitting, err := s.countEach(ctx, from, mixed, func(i int) string { return fmt.Sprintf(as.test, value(i)) })
		if err != nil {
			return err
		}
		for _, i := range mixed {
			if shape.types[i] == "VARCHAR" && fitting[i] == values[i] {
				shape.types[i] = as.typeName
			}
		}
	}
	return nil
}

// countEach counts what an expression is not null of, for some columns; by column.
func (s *Store) countEach(ctx context.Context, from string, columns []int, expression func(int) string) (map[int]int64, error) {
	if len(columns) == 0 {
		return nil, nil
	}
	list := make([]string, len(columns))
	for n, i := range columns {
		list[n] = "count(" + expression(i) + ")"
	}
	rows, err := s.engine.all(ctx, sql.Statement{Text: "SELECT " + strings.Join(list, ", ") + " FROM " + from})
	if err != nil {
		return nil, err
	}
	found := make(map[int]int64, len(columns))
	for n, i := range columns {
		found[i] = rows[0][n].(int64)
	}
	return found, nil
}

// unlessEmpty is how sniff_csv writes that a dialect has no such character.
func unlessEmpty(x any) string {
	text, _ := x.(string)
	if text == "(empty)" {
		return ""
	}
	return text
}

// What DuckDB says of a line that does not fit.
var (
	badLineText   = regexp.MustCompile(`CSV Error on Line: (\d+)\nOriginal Line: (.*)\n`)
	badLineFields = regexp.MustCompile(`Expected Number of Columns: (\d+) Found: (\d+)`)
	badLineValue  = regexp.MustCompile(`Error when converting column "(.*)"\. (Could not convert .*)`)
)

// badLine is what DuckDB's message says of the first line that does not fit, in our words; "" where it says none. torn: it is the last line and has no
// end, as of a service that was stopped while it wrote it.
func badLine(f file, message string) (why string, torn bool) {
	line := badLineText.FindStringSubmatch(message)
	if line == nil {
		return "", false
	}
	if fields := badLineFields.FindStringSubmatch(message); fields != nil {
		why = fmt.Sprintf("line %s has more than the header's %s fields", line[1], fields[1])
		expected, _ := strconv.Atoi(fields[1])
		if found, _ := strconv.Atoi(fields[2]); found < expected {
			why = fmt.Sprintf("line %s has %d of the header's %d fields", line[1], found, expected)
		}
	} else if value := badLineValue.FindStringSubmatch(message); value != nil {
		why = fmt.Sprintf("line %s, column %q: %s", line[1], value[1], value[2])
	}
	last, err := unfinishedLine(f.path)
	return why, err == nil && last != "" && strings.TrimRight(line[2], "\r") == last
}

// unfinishedLine is what follows a file's last end of a line.
func unfinishedLine(name string) (string, error) {
	const longest = 1 << 16
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return "", err
	}
	tail := make([]byte, min(size, longest))
	if _, err := f.ReadAt(tail, size-int64(len(tail))); err != nil {
		return "", err
	}
	return string(tail[bytes.LastIndexByte(tail, '\n')+1:]), nil
}
