package duckdb

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"

	driver "github.com/duckdb/duckdb-go-bindings"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// table is a source that can be read, with what was left out of it.
type table struct {
	sql.Table
	files   []file
	notices []string
	clocks  *sync.Map // column name and zone → *sql.Clock
}

// fileState is how well a file can be read, learnt from DuckDB's errors.
type fileState struct {
	// tolerant: lines that do not fit are left out of a CSV or JSON lines file, which may be half written.
	tolerant bool
	// unreadable is why the file is left out; empty where it is not.
	unreadable string
}

// fileCache remembers, by path, size and time, what was learnt about files; and the tables of lists of them.
type fileCache struct {
	mutex  sync.Mutex
	states map[string]fileState
	csvs   map[string]csvShape
	tables map[string]*table
}

// mostCached bounds each of the cache's maps; a full one is emptied.
const mostCached = 20_000

func newFileCache() *fileCache {
	return &fileCache{states: map[string]fileState{}, csvs: map[string]csvShape{}, tables: map[string]*table{}}
}

func (f file) key() string { return fmt.Sprintf("%s\x00%d\x00%d", f.path, f.size, f.modified) }

func (c *fileCache) state(f file) fileState {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.states[f.key()]
}

func (c *fileCache) setState(f file, s fileState) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	keep(c.states, f.key(), s)
}

func keep[V any](m map[string]V, key string, value V) {
	if len(m) >= mostCached {
		clear(m)
	}
	m[key] = value
}

// withSource makes a table of a source and calls use. Where DuckDB says that a file cannot be read, the file is set aside and use is called again.
func (s *Store) withSource(ctx context.Context, src model.Source, use func(*table) error) error {
	return s.retrying(ctx, func() (files []file, err error) {
		t, err := s.table(ctx, src)
		if err != nil {
			return s.filesOf(src), err
		}
		return t.files, use(t)
	})
}

// withRelation is withSource for a relation: its source, its join, its clock.
func (s *Store) withRelation(ctx context.Context, asked store.Relation, use func(r *sql.Relation, notices []string) error) error {
	return s.retrying(ctx, func() (files []file, err error) {
		main, err := s.table(ctx, asked.Source)
		if err != nil {
			return s.filesOf(asked.Source), err
		}
		files = main.files
		notices := append([]string(nil), main.notices...)
		var late *sql.Table
		if asked.Join != nil {
			t, err := s.table(ctx, asked.Join.Source)
			if err != nil {
				return append(files, s.filesOf(asked.Join.Source)...), fmt.Errorf("labels: %w", err)
			}
			late, files, notices = &t.Table, append(files[:len(files):len(files)], t.files...), append(notices, t.notices...)
		}
		clock, err := s.clock(ctx, main, asked)
		if err != nil {
			return files, err
		}
		r, err := sql.NewRelation(sql.DuckDB, asked, main.Table, late, clock)
		if err != nil {
			return files, err
		}
		return files, use(r, notices)
	})
}

// retrying runs a task again after each file that DuckDB stumbled over was set aside, so that one bad file among many is a notice and not a failure.
func (s *Store) retrying(ctx context.Context, task func() ([]file, error)) error {
	const mostSetAside = 1000
	for range mostSetAside {
		files, err := task()
		if err == nil || ctx.Err() != nil || !s.setAside(ctx, files, err) {
			return err
		}
	}
	return fmt.Errorf("more than %d files cannot be read", mostSetAside)
}

// setAside finds the file that an error is about and lowers what is expected of it; false where the error is about none.
func (s *Store) setAside(ctx context.Context, files []file, err error) bool {
	var failure *Error
	if !errors.As(err, &failure) {
		return false
	}
	for _, about := range []string{"Parser", "Binder", "Catalog", "Out of Memory", "INTERRUPT", "Permission"} {
		if strings.HasPrefix(failure.Message, about) {
			return false
		}
	}
	message, _, _ := strings.Cut(failure.Message, "\nLINE ") // what follows quotes the statement, paths and all
	culprit := named(files, message)
	if culprit == nil {
		culprit, message = s.examine(ctx, files)
	}
	if culprit == nil {
		return false
	}
	state := s.engine.files.state(*culprit)
	switch {
	case state.unreadable != "":
		return false // it is left out already: the error must be about something else
	case culprit.format != parquetFormat && !state.tolerant:
		state.tolerant = true
	default:
		state.unreadable = "cannot be read (" + firstLine(message) + ")"
	}
	s.engine.files.setState(*culprit, state)
	return true
}

// named is the file whose path a message tells, nil without one.
func named(files []file, message string) *file {
	var culprit *file
	for i := range files {
		if strings.Contains(message, files[i].path) && (culprit == nil || len(files[i].path) > len(culprit.path)) {
			culprit = &files[i]
		}
	}
	return culprit
}

// examine reads files one by one to find the one that DuckDB stumbles over without saying so. Only Parquet needs it.
func (s *Store) examine(ctx context.Context, files []file) (culprit *file, message string) {
	for i, f := range files {
		if f.format != parquetFormat || s.engine.files.state(f).unreadable != "" {
			continue
		}
		from, err := s.from(ctx, f.format, files[i:i+1], nil)
		if err == nil {
			_, err = s.engine.all(ctx, sql.Statement{Text: "SELECT max(hash(COLUMNS(*))) FROM " + from})
		}
		var failure *Error
		if errors.As(err, &failure) {
			return &files[i], failure.Message
		}
	}
	return nil, ""
}

var quotedPath = regexp.MustCompile(`["'][^"']*/([^"'/]*)["']`)

// firstLine is DuckDB's reason without the folders of the file.
func firstLine(message string) string {
	if _, reason, ok := strings.Cut(message, "\nError: "); ok {
		message = reason // what went wrong is told after what could not go on
	}
	line, _, _ := strings.Cut(message, "\n")
	return strings.TrimSuffix(quotedPath.ReplaceAllString(line, "$1"), ". ")
}

func (s *Store) filesOf(src model.Source) []file {
	if src.File == "" {
		return nil
	}
	found, _ := s.locate(src)
	return found.files
}

// table finds what a source consists of and what columns it has.
func (s *Store) table(ctx context.Context, src model.Source) (*table, error) {
	switch {
	case src.Table != "":
		return nil, fmt.Errorf("a folder of files has no tables: name a file or glob instead of table %q", src.Table)
	case src.SQL != "":
		return s.query(ctx, src.SQL)
	}
	found, err := s.locate(src)
	if err != nil {
		return nil, err
	}
	good, notices, tolerant := found.files[:0:0], found.notices, map[string]bool{}
	for _, f := range found.files {
		state := s.engine.files.state(f)
		if state.unreadable != "" {
			notices = append(notices, leftOut(f.shown, state.unreadable))
			continue
		}
		if state.tolerant && !(f.format == jsonFormat && !linesOfJSON(f.path)) {
			tolerant[f.path] = true
			notices = append(notices, fmt.Sprintf("%s has lines that cannot be read; they were left out", f.shown))
		}
		good = append(good, f)
	}
	if len(good) == 0 {
		return nil, fmt.Errorf("none of the files that match %q can be read: %s", src.File, strings.Join(notices, "; "))
	}
	from, err := s.from(ctx, found.format, good, tolerant)
	if err != nil {
		return nil, err
	}
	return s.describe(ctx, from, good, notices)
}

// query is a source that is a statement of the user's.
func (s *Store) query(ctx context.Context, text string) (*table, error) {
	if !s.allowSQL {
		return nil, errors.New("the server's operator does not allow SQL as a source (allow_sql)")
	}
	text = strings.TrimRight(strings.TrimSpace(text), "; \n\t")
	// Alone it must be one SELECT: put in parentheses, text could end them.
	conn, err := s.engine.connect()
	if err != nil {
		return nil, err
	}
	prepared, err := prepare(conn, text)
	driver.DestroyPrepare(&prepared)
	s.engine.giveBack(conn)
	if err != nil {
		return nil, fmt.Errorf("the source's SQL: %w", err)
	}
	return s.describe(ctx, "("+text+"\n)", nil, nil)
}

// describe asks for the columns of what stands after FROM.
func (s *Store) describe(ctx context.Context, from string, files []file, notices []string) (*table, error) {
	var key strings.Builder
	key.WriteString(from)
	for _, f := range files {
		key.WriteString("\x00" + f.key())
	}
	cache := s.engine.files
	if files != nil {
		cache.mutex.Lock()
		known := cache.tables[key.String()]
		cache.mutex.Unlock()
		if known != nil {
			t := *known
			t.notices = notices
			return &t, nil
		}
	}
	rows, err := s.engine.all(ctx, sql.Statement{Text: "SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM " + from + ")"})
	if err != nil {
		return nil, err
	}
	t := &table{Table: sql.Table{From: from}, files: files, notices: notices, clocks: &sync.Map{}}
	if len(files) > 0 && files[0].format == parquetFormat {
		t.RowHash = "hash(m.file_row_number, m.file_index)" // columns that DuckDB adds to Parquet files
	}
	for _, row := range rows {
		typeName := row[1].(string)
		t.Fields = append(t.Fields, sql.Field{Name: row[0].(string), Type: typeName, Class: sql.DuckDB.Class(typeName)})
	}
	if err := s.narrow(ctx, t); err != nil {
		return nil, err
	}
	if files != nil {
		cache.mutex.Lock()
		keep(cache.tables, key.String(), t)
		cache.mutex.Unlock()
	}
	return t, nil
}

// narrow finds the columns of types wider than 64 bits whose values all fit 64 bits: these are integers like others.
func (s *Store) narrow(ctx context.Context, t *table) error {
	for i, f := range t.Fields {
		if f.Class != sql.Wide {
			continue
		}
		x := sql.Quote(f.Name)
		rows, err := s.engine.all(ctx, sql.Statement{Text: fmt.Sprintf("SELECT count(%s) = count(TRY_CAST(%s AS BIGINT)) FROM %s", x, x, t.From)})
		if err != nil {
			return err
		}
		if rows[0][0] == true {
			t.Fields[i].Class = sql.Integer
		}
	}
	return nil
}

// clock makes the clock of a relation, nil where it has no time.
func (s *Store) clock(ctx context.Context, t *table, asked store.Relation) (*sql.Clock, error) {
	if asked.Time == "" {
		return nil, nil
	}
	zone := "UTC"
	if asked.Zone != nil {
		zone = asked.Zone.String()
	}
	if known, ok := t.clocks.Load(asked.Time + "\x00" + zone); ok {
		return known.(*sql.Clock), nil
	}
	f, err := t.Find(asked.Time)
	if err != nil {
		return nil, fmt.Errorf("time: %w", err)
	}
	var sample []string
	if sql.NeedsSample(f) {
		rows, err := s.engine.all(ctx, sql.DuckDB.SampleStatement(&t.Table, f))
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			sample = append(sample, row[0].(string))
		}
	}
	clock, err := sql.NewClock(f, sample, asked.Zone)
	if err != nil {
		return nil, fmt.Errorf("time: %w", err)
	}
	t.clocks.Store(asked.Time+"\x00"+zone, clock)
	return clock, nil
}

// from writes what stands after FROM for files of one format.
func (s *Store) from(ctx context.Context, as format, files []file, tolerant map[string]bool) (string, error) {
	partitions := hivePartitions(files)
	switch as {
	case csvFormat:
		return s.fromCSV(ctx, files, tolerant, partitions)
	case jsonFormat:
		return s.fromJSON(ctx, files, tolerant, partitions)
	}
	return fmt.Sprintf("read_parquet(%s, union_by_name = %t, hive_partitioning = %t)", pathList(files), len(files) > 1, partitions), nil
}

// pathList writes the paths as texts in which no character is a wildcard.
func pathList(files []file) string {
	list := make([]string, len(files))
	for i, f := range files {
		list[i] = quoteText(literalGlob.Replace(f.path))
	}
	return "[" + strings.Join(list, ", ") + "]"
}

var literalGlob = strings.NewReplacer("[", "[[]", "*", "[*]", "?", "[?]")

// hivePartitions says whether all files lie in folders named key=value with the same keys, below the store's path.
func hivePartitions(files []file) bool {
	keys := ""
	for i, f := range files {
		var mine []string
		parts := strings.Split(f.shown, "/")
		for _, part := range parts[:len(parts)-1] {
			if key, _, ok := strings.Cut(part, "="); ok {
				mine = append(mine, key)
			}
		}
		if joined := strings.Join(mine, "/"); i == 0 {
			keys = joined
		} else if joined != keys {
			return false
		}
	}
	return keys != ""
}

// csvShape is how a CSV file is written and what its columns are.
type csvShape struct {
	delimiter, quote, escape string
	names, types             []string
	// spaced says that the header writes a space after each delimiter. Then the rows do as well, and the space is not part of a value.
	spaced bool
}

// fromCSV reads CSV files whose columns and types are known from all their lines: DuckDB's guess from the first 20,000 would fail on the next.
func (s *Store) fromCSV(ctx context.Context, files []file, tolerant map[string]bool, partitions bool) (string, error) {
	type group struct {
		shape    csvShape
		tolerant bool
		files    []file
	}
	var groups []*group
	byKey := map[string]*group{}
	for _, f := range files {
		shape, err := s.sniff(ctx, f)
		if err != nil {
			return "", err
		}
		key := fmt.Sprintf("%q %q %q %q %t %t", shape.delimiter, shape.quote, shape.escape, shape.names, shape.spaced, tolerant[f.path])
		g := byKey[key]
		if g == nil {
			g = &group{shape: shape, tolerant: tolerant[f.path]}
			g.shape.types = slices.Clone(shape.types)
			byKey[key] = g
			groups = append(groups, g)
		}
		for i, t := range shape.types {
			g.shape.types[i] = commonType(g.shape.types[i], t)
		}
		g.files = append(g.files, f)
	}
	// The same column may be numbers in one group and empty in another: one type for all.
	types := map[string]string{}
	for _, g := range groups {
		for i, name := range g.shape.names {
			types[name] = commonType(types[name], g.shape.types[i])
		}
	}
	parts := make([]string, len(groups))
	for i, g := range groups {
		columns := make([]string, len(g.shape.names))
		var trimmed []string
		for j, name := range g.shape.names {
			t := types[name]
			if t == "" {
				t = "VARCHAR"
			}
			columns[j] = quoteText(name) + ": " + quoteText(t)
			if t == "VARCHAR" && g.shape.spaced {
				trimmed = append(trimmed, fmt.Sprintf("trim(%[1]s) AS %[1]s", sql.Quote(name)))
			}
		}
		parts[i] = fmt.Sprintf("read_csv(%s, auto_detect = false, header = true, delim = %s, quote = %s, escape = %s, columns = {%s}, ignore_errors = %t, hive_partitioning = %t)",
			pathList(g.files), quoteText(g.shape.delimiter), quoteText(g.shape.quote), quoteText(g.shape.escape), strings.Join(columns, ", "), g.tolerant, partitions)
		if len(trimmed) > 0 {
			parts[i] = "(SELECT * REPLACE (" + strings.Join(trimmed, ", ") + ") FROM " + parts[i] + ")"
		}
	}
	return unionByName(parts), nil
}

func unionByName(parts []string) string {
	if len(parts) == 1 {
		return parts[0]
	}
	for i, part := range parts {
		parts[i] = "SELECT * FROM " + part
	}
	return "(" + strings.Join(parts, " UNION ALL BY NAME ") + ")"
}

// commonType is the type that holds the values of two; "" is the type of no values.
func commonType(a, b string) string {
	numbers := map[string]int{"BIGINT": 1, "DOUBLE": 2}
	switch {
	case a == b || b == "":
		return a
	case a == "":
		return b
	case numbers[a] > 0 && numbers[b] > 0:
		return "DOUBLE"
	case (a == "DATE" && b == "TIMESTAMP") || (a == "TIMESTAMP" && b == "DATE"):
		return "TIMESTAMP"
	}
	return "VARCHAR"
}

// sniff learns a CSV file's dialect and types from all of it.
func (s *Store) sniff(ctx context.Context, f file) (csvShape, error) {
	cache := s.engine.files
	cache.mutex.Lock()
	shape, known := cache.csvs[f.key()]
	cache.mutex.Unlock()
	if known {
		return shape, nil
	}
	path := quoteText(literalGlob.Replace(f.path))
	rows, err := s.engine.all(ctx, sql.Statement{Text: "SELECT Delimiter, Quote, Escape, unnest(Columns).name, unnest(Columns).type FROM sniff_csv(" + path +
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
		}
		shape.names, shape.types = append(shape.names, name), append(shape.types, typeName)
	}
	if err := s.forgetEmpty(ctx, path, &shape); err != nil {
		return shape, err
	}
	if shape.spaced, err = headerIsSpaced(f.path, shape.delimiter); err != nil {
		return shape, err
	}
	cache.mutex.Lock()
	keep(cache.csvs, f.key(), shape)
	cache.mutex.Unlock()
	return shape, nil
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

// forgetEmpty clears the type of text columns that hold nothing, so that they do not make numbers of other files texts.
func (s *Store) forgetEmpty(ctx context.Context, path string, shape *csvShape) error {
	var list, columns []string
	var places []int
	for i, name := range shape.names {
		columns = append(columns, quoteText(name)+": 'VARCHAR'")
		if shape.types[i] == "VARCHAR" {
			list = append(list, "count("+sql.Quote(name)+") > 0")
			places = append(places, i)
		}
	}
	if len(list) == 0 {
		return nil
	}
	rows, err := s.engine.all(ctx, sql.Statement{Text: fmt.Sprintf(
		"SELECT %s FROM read_csv(%s, auto_detect = false, header = true, delim = %s, quote = %s, escape = %s, columns = {%s}, ignore_errors = true, hive_partitioning = false)",
		strings.Join(list, ", "), path, quoteText(shape.delimiter), quoteText(shape.quote), quoteText(shape.escape), strings.Join(columns, ", "))})
	if err != nil {
		return err
	}
	for i, place := range places {
		if rows[0][i] == false {
			shape.types[place] = ""
		}
	}
	return nil
}

// unlessEmpty is how sniff_csv writes that a dialect has no such character.
func unlessEmpty(x any) string {
	text, _ := x.(string)
	if text == "(empty)" {
		return ""
	}
	return text
}

// linesOfJSON says that a file holds an object a line, by its extension.
func linesOfJSON(name string) bool {
	lower := strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(name), ".gz"), ".zst")
	return strings.HasSuffix(lower, ".jsonl") || strings.HasSuffix(lower, ".ndjson")
}

// largestObject bounds one JSON object, in bytes.
const largestObject = 64 << 20

// fromJSON reads JSON lines, arrays, or one object a file. Columns are known from all files; times stay texts, because DuckDB's guess drops offsets.
func (s *Store) fromJSON(ctx context.Context, files []file, tolerant map[string]bool, partitions bool) (string, error) {
	var strict, lenient []file
	for _, f := range files {
		if tolerant[f.path] {
			lenient = append(lenient, f)
		} else {
			strict = append(strict, f)
		}
	}
	types, names := map[string]string{}, []string(nil)
	describe := func(files []file, options string) error {
		if len(files) == 0 {
			return nil
		}
		t, err := s.describe(ctx, fmt.Sprintf("read_json(%s, union_by_name = true, sample_size = -1, maximum_sample_files = %d, maximum_object_size = %d, hive_partitioning = false%s)",
			pathList(files), len(files), largestObject, options), files, nil)
		if err != nil {
			return err
		}
		for _, f := range t.Fields {
			t := f.Type
			switch f.Class {
			case sql.Time, sql.Instant, sql.Date, sql.Opaque:
				t = "VARCHAR"
			}
			if t == "JSON" { // only nulls, or values of several kinds
				t = ""
			}
			if have, ok := types[f.Name]; ok {
				t = commonType(have, t)
			} else {
				names = append(names, f.Name)
			}
			types[f.Name] = t
		}
		return nil
	}
	if err := describe(strict, ""); err != nil {
		return "", err
	}
	const lines = ", format = 'newline_delimited', ignore_errors = true"
	if err := describe(lenient, lines); err != nil {
		return "", err
	}
	columns := make([]string, len(names))
	for i, name := range names {
		t := types[name]
		if t == "" {
			t = "VARCHAR"
		}
		columns[i] = quoteText(name) + ": " + quoteText(t)
	}
	var parts []string
	read := func(files []file, options string) {
		if len(files) > 0 {
			parts = append(parts, fmt.Sprintf("read_json(%s, columns = {%s}, maximum_object_size = %d, hive_partitioning = %t%s)",
				pathList(files), strings.Join(columns, ", "), largestObject, partitions, options))
		}
	}
	read(strict, "")
	if read(lenient, lines); len(lenient) > 0 {
		// A line that cannot be read comes as a row in which everything is missing.
		all := make([]string, len(names))
		for i, name := range names {
			all[i] = sql.Quote(name)
		}
		last := len(parts) - 1
		parts[last] = fmt.Sprintf("(SELECT * FROM %s WHERE coalesce(CAST(%s AS VARCHAR)) IS NOT NULL)", parts[last], strings.Join(all, " AS VARCHAR), CAST("))
	}
	return unionByName(parts), nil
}
