// Package conformance is what every store must do, written as scripts that a person reads (testdata), and the runner that asks an engine.
package conformance

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
)

//go:embed testdata/*.test
var scripts embed.FS

// Loader puts tables where an engine finds them and says how to ask for each by name.
type Loader func(t *testing.T, tables []Table) (st store.Store, sources map[string]model.Source)

// Run asks an engine all scripts. name is how scripts call it in "except".
func Run(t *testing.T, name string, load Loader) {
	entries, err := scripts.ReadDir("testdata")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		source, err := scripts.ReadFile("testdata/" + entry.Name())
		if err != nil {
			t.Fatal(err)
		}
		s, err := parse(entry.Name(), string(source))
		if err != nil {
			t.Fatal(err)
		}
		t.Run(strings.TrimSuffix(entry.Name(), ".test"), func(t *testing.T) {
			st, sources := load(t, s.tables)
			for _, a := range s.asks {
				if slices.Contains(a.except, name) {
					continue
				}
				r := runner{store: st, sources: sources, table: s.tables[0], ask: a}
				got, err := r.answer(t)
				where := fmt.Sprintf("%s:%d: %s %s", s.name, a.line, a.verb, strings.Join(a.columns, " "))
				switch {
				case a.err != "" && (err == nil || !strings.Contains(err.Error(), a.err)):
					t.Errorf("%s: got error %v, want %s", where, err, a.err)
				case a.err == "" && err != nil:
					t.Errorf("%s: %v", where, err)
				case a.err == "" && !slices.Equal(got, a.want):
					t.Errorf("%s: got\n    %s\nwant\n    %s", where, strings.Join(got, "\n    "), strings.Join(a.want, "\n    "))
				}
			}
		})
	}
}

type runner struct {
	store   store.Store
	sources map[string]model.Source
	table   Table
	ask     ask
}

func (r *runner) answer(t *testing.T) ([]string, error) {
	rel, err := r.relation()
	if err != nil {
		t.Fatal(err)
	}
	windows, err := r.windows()
	if err != nil {
		t.Fatal(err)
	}
	columns := r.columns()
	groupBy := r.list("by")
	ctx := context.Background()
	switch r.ask.verb {
	case "count":
		q := store.CountsRequest{Relation: rel, Windows: windows, GroupBy: groupBy, MaxRows: r.number("entries")}
		for _, c := range columns {
			q.Columns = append(q.Columns, store.CountColumn{Column: c, MaxDistinct: r.number("distinct")})
		}
		result, err := r.store.Counts(ctx, q)
		if err != nil {
			return nil, err
		}
		r.consistent(t, q, result)
		return countLines(columns, result), nil
	case "edges":
		q := store.EdgesRequest{Relation: rel, Windows: windows, GroupBy: groupBy, Columns: columns}
		var edges []float64
		for _, text := range strings.Fields(r.ask.options["at"]) {
			x, err := strconv.ParseFloat(text, 64)
			if err != nil {
				t.Fatal(err)
			}
			edges = append(edges, x)
		}
		for range columns {
			q.Edges = append(q.Edges, edges)
		}
		result, err := r.store.CountsByEdges(ctx, q)
		if err != nil {
			return nil, err
		}
		return countLines(columns, result), nil
	case "moments":
		result, err := r.store.Moments(ctx, store.MomentsRequest{Relation: rel, Windows: windows, GroupBy: groupBy, Columns: columns})
		if err != nil {
			return nil, err
		}
		return momentLines(columns, result), nil
	case "rows":
		q := store.RowsRequest{Relation: rel, Columns: columns, Window: windows[0], Limit: r.number("limit"), Offset: r.number("offset")}
		if q.Limit == 0 {
			q.Limit = 100
		}
		result, err := r.store.Rows(ctx, q)
		if err != nil {
			return nil, err
		}
		return rowLines(result), nil
	case "extent":
		extent, err := r.store.Extent(ctx, rel)
		if err != nil {
			return nil, err
		}
		return []string{fmt.Sprintf("%s | %s | %v", moment(extent.From), moment(extent.To), extent.Rows)}, nil
	case "describe":
		described, err := r.store.Describe(ctx, rel.Source)
		if err != nil {
			return nil, err
		}
		var lines []string
		for _, c := range described {
			lines = append(lines, normalLine(fmt.Sprintf("%s | %s", text(c.Name), c.Kind)))
		}
		return lines, nil
	case "sample":
		return r.sample(t, rel, columns, windows)
	case "cuts":
		return r.cuts(t, store.CutsRequest{Relation: rel, Within: windows, Rows: r.number("rows"), FromEnd: r.ask.options["backwards"] != "", MaxParts: max(r.number("parts"), 1)})
	}
	return nil, fmt.Errorf("unknown verb %q", r.ask.verb)
}

// consistent checks what follows from any exact answer: valid counts, the same answer again, the same counts on a grid or a vocabulary, as many rows in all columns.
func (r *runner) consistent(t *testing.T, q store.CountsRequest, exact *store.CountsResult) {
	t.Helper()
	again, err := r.store.Counts(context.Background(), q)
	if err != nil || !reflect.DeepEqual(lines(q, exact), lines(q, again)) {
		t.Errorf("line %d: the same question was answered differently: %v", r.ask.line, err)
	}
	coarse := q
	coarse.Columns = slices.Clone(q.Columns)
	bring := make([]func(*counts.Counts) (*counts.Counts, error), len(q.Columns)) // exact counts to coarse ones
	for i, column := range exact.ByColumn {
		if column.Err != nil {
			continue
		}
		var all []*counts.Counts
		for s, windows := range column.Counts {
			for w, c := range windows {
				if c == nil {
					if exact.Rows[s][w] != 0 {
						t.Errorf("line %d: column %d has no counts where there are %v rows", r.ask.line, i, exact.Rows[s][w])
					}
					continue
				}
				if err := c.Validate(); err != nil {
					t.Errorf("line %d: column %d: %v", r.ask.line, i, err)
				}
				if c.Rows != exact.Rows[s][w] {
					t.Errorf("line %d: column %d counts %v rows of %v", r.ask.line, i, c.Rows, exact.Rows[s][w])
				}
				all = append(all, c)
			}
		}
		if len(all) == 0 {
			continue
		}
		merged, err := counts.Merge(all...)
		if err != nil || merged.Len() == 0 {
			continue
		}
		if merged.Kind == counts.String {
			vocabulary, err := counts.NewVocabulary(merged)
			if err != nil {
				t.Errorf("line %d: column %d: %v", r.ask.line, i, err)
				continue
			}
			coarse.Columns[i].Vocabulary, bring[i] = vocabulary, vocabulary.Count
			continue
		}
		grid, err := counts.NewGrid(merged, merged.Kind == counts.Int)
		if err != nil {
			t.Errorf("line %d: column %d: %v", r.ask.line, i, err)
			continue
		}
		coarse.Columns[i].Grid, bring[i] = grid, grid.Count
	}
	answer, err := r.store.Counts(context.Background(), coarse)
	if err != nil {
		t.Errorf("line %d: on grids and vocabularies: %v", r.ask.line, err)
		return
	}
	for i, column := range answer.ByColumn {
		if bring[i] == nil {
			continue
		}
		if column.Err != nil {
			t.Errorf("line %d: column %d on a grid or vocabulary: %v", r.ask.line, i, column.Err)
			continue
		}
		for s, windows := range exact.ByColumn[i].Counts {
			for w, c := range windows {
				got := column.Counts[s][w]
				if c == nil || got == nil {
					if (c == nil) != (got == nil) {
						t.Errorf("line %d: column %d, segment %d, window %d: coarse %v, exact %v", r.ask.line, i, s, w, got, c)
					}
					continue
				}
				if want, err := bring[i](c); err != nil || !got.Equal(want) {
					t.Errorf("line %d: column %d, segment %d, window %d: coarse %v, want %v, %v", r.ask.line, i, s, w, got, want, err)
				}
			}
		}
	}
}

func lines(q store.CountsRequest, result *store.CountsResult) []string {
	columns := make([]store.Column, len(q.Columns))
	for i, c := range q.Columns {
		columns[i] = c.Column
	}
	return countLines(columns, result)
}

// sample checks a sample against the exact counts that it is drawn from, and shows its sizes.
func (r *runner) sample(t *testing.T, rel store.Relation, columns []store.Column, windows []store.Window) ([]string, error) {
	ctx, size := context.Background(), r.number("size")
	profile, err := r.store.Profile(ctx, rel, columns, windows, size)
	if err != nil {
		return nil, err
	}
	again, err := r.store.Profile(ctx, rel, columns, windows, size)
	if err != nil {
		return nil, err
	}
	got := []string{fmt.Sprintf("%v of %v", profile.Sampled, profile.Rows)}
	for i, c := range profile.Columns {
		if c.Err != nil {
			got = append(got, fmt.Sprintf("%s | error", text(columns[i].Name)))
			continue
		}
		if !c.Counts.Equal(again.Columns[i].Counts) {
			t.Errorf("line %d: the same sample was drawn differently", r.ask.line)
		}
		if c.Counts.Rows != float64(profile.Sampled) {
			t.Errorf("line %d: %v of %v sampled rows in column %s", r.ask.line, c.Counts.Rows, profile.Sampled, columns[i].Name)
		}
		q := store.CountsRequest{Relation: rel, Windows: windows, Columns: []store.CountColumn{{Column: columns[i]}}}
		exact, err := r.store.Counts(ctx, q)
		if err != nil {
			return nil, err
		}
		if profile.Rows == 0 {
			continue
		}
		whole, err := counts.Merge(exact.ByColumn[0].Counts[0]...)
		if err != nil {
			return nil, err
		}
		if _, err := whole.Subtract(c.Counts); err != nil {
			t.Errorf("line %d: the sample of %s is no part of the rows: %v", r.ask.line, columns[i].Name, err)
		}
	}
	return got, nil
}

// cuts shows parts, and checks that the same question has the same answer, and that as many rows are counted in each.
func (r *runner) cuts(t *testing.T, q store.CutsRequest) ([]string, error) {
	t.Helper()
	result, err := r.store.Cuts(context.Background(), q)
	if err != nil {
		return nil, err
	}
	again, err := r.store.Cuts(context.Background(), q)
	if err != nil || !reflect.DeepEqual(result.Parts, again.Parts) {
		t.Errorf("line %d: the same question was answered differently: %v, %v", r.ask.line, again, err)
	}
	var shown []string
	var windows []store.Window
	var rows []float64
	for i, parts := range result.Parts {
		for _, p := range parts {
			shown = append(shown, fmt.Sprintf("%d | %s | %s | %v", i, moment(p.From), moment(p.To), p.Rows))
			windows, rows = append(windows, p.Window), append(rows, p.Rows)
		}
	}
	counted, err := r.store.Counts(context.Background(), store.CountsRequest{Relation: q.Relation, Windows: windows})
	if err != nil {
		return nil, err
	}
	for w, n := range rows {
		if len(counted.Rows) != 1 || counted.Rows[0][w] != n {
			t.Errorf("line %d: part %d has %v rows, and %v are counted in it", r.ask.line, w, n, counted.Rows)
		}
	}
	return shown, nil
}

// relation reads the options that say which rows are asked about. The first table is the log.
func (r *runner) relation() (store.Relation, error) {
	rel := store.Relation{Source: r.sources[r.table.Name], Time: "time"}
	if from := r.ask.options["from"]; from != "" {
		rel.Source = r.sources[from]
	}
	rel.Source.Partition = r.ask.options["partition"]
	if name, ok := r.ask.options["time"]; ok {
		rel.Time = unquote(name)
		if name == "none" {
			rel.Time = ""
		}
	}
	rel.ID = unquote(r.ask.options["id"])
	if zone := r.ask.options["zone"]; zone != "" {
		loaded, err := time.LoadLocation(zone)
		if err != nil {
			return rel, err
		}
		rel.Zone = loaded
	}
	// join labels id id2 time at column label = truth
	if join := fields(r.ask.options["join"]); len(join) > 0 {
		rel.Join = &store.Join{Source: r.sources[join[0]], Columns: map[string]string{}}
		for i := 1; i < len(join); i++ {
			switch join[i] {
			case "id":
				i++
				rel.Join.ID = join[i]
			case "time":
				i++
				rel.Join.Time = join[i]
			default:
				name, column, _ := strings.Cut(join[i], "=")
				rel.Join.Columns[name] = column
			}
		}
	}
	if where := r.ask.options["where"]; where != "" {
		for _, line := range strings.Split(where, "\n") {
			rel.Filters = append(rel.Filters, filter(line))
		}
	}
	return rel, nil
}

// filter reads "column operator value …"; values are typed as JSON would be, and texts.
func filter(line string) store.Filter {
	words := fields(line)
	f := store.Filter{Column: column(words[0])}
	operators := []string{"not in", "in", "is not null", "is null", "starts with", "contains", "<=", ">=", "!=", "=", "<", ">"}
	rest := strings.Join(words[1:], " ")
	for _, operator := range operators {
		if after, ok := strings.CutPrefix(rest, operator); ok {
			f.Operator, rest = operator, after
			break
		}
	}
	if f.Operator == "" {
		f.Operator = words[1]
		rest = strings.Join(words[2:], " ")
	}
	for _, word := range fields(rest) {
		switch n, err := strconv.ParseInt(word, 10, 64); {
		case err == nil:
			f.Values = append(f.Values, n)
			continue
		case strings.HasPrefix(word, `"`):
			f.Values = append(f.Values, unquote(word))
			continue
		}
		if x, err := strconv.ParseFloat(word, 64); err == nil {
			f.Values = append(f.Values, x)
		} else if b, err := strconv.ParseBool(word); err == nil && len(word) > 1 {
			f.Values = append(f.Values, b)
		} else {
			f.Values = append(f.Values, word)
		}
	}
	return f
}

func (r *runner) windows() ([]store.Window, error) {
	value := r.ask.options["windows"]
	if value == "" || value == "all" {
		return []store.Window{{}}, nil
	}
	var windows []store.Window
	// Adjacent bounds, or stretches "from..to" with gaps between them; - is an open end.
	var bounds []time.Time
	for _, word := range strings.Fields(value) {
		if from, to, ok := strings.Cut(word, ".."); ok {
			f, err := bound(from)
			if err != nil {
				return nil, err
			}
			t, err := bound(to)
			if err != nil {
				return nil, err
			}
			windows = append(windows, store.Window{From: f, To: t})
			continue
		}
		b, err := bound(word)
		if err != nil {
			return nil, err
		}
		bounds = append(bounds, b)
	}
	for i := 1; i < len(bounds); i++ {
		windows = append(windows, store.Window{From: bounds[i-1], To: bounds[i]})
	}
	return windows, nil
}

func bound(s string) (time.Time, error) {
	if s == "-" {
		return time.Time{}, nil
	}
	for _, layout := range []string{"2006-01-02", time.RFC3339Nano} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is no bound of a window", s)
}

func (r *runner) columns() []store.Column {
	var columns []store.Column
	for _, word := range r.ask.columns {
		columns = append(columns, column(word))
	}
	return columns
}

// column reads name, name:kind or name=(expression).
func column(word string) store.Column {
	if name, expression, ok := cutOutside(word, '='); ok {
		if inner, ok := strings.CutPrefix(expression, "("); ok {
			expression = strings.TrimSuffix(inner, ")")
		}
		return store.Column{Name: unquote(name), Expression: expression}
	}
	if name, kind, ok := cutOutside(word, ':'); ok {
		return store.Column{Name: unquote(name), Kind: kind}
	}
	return store.Column{Name: unquote(word)}
}

func cutOutside(s string, mark byte) (before, after string, ok bool) {
	parts := split(s, mark)
	if len(parts) < 2 {
		return s, "", false
	}
	return parts[0], strings.Join(parts[1:], string(mark)), true
}

func (r *runner) list(option string) []store.Column {
	var columns []store.Column
	for _, word := range fields(r.ask.options[option]) {
		columns = append(columns, column(word))
	}
	return columns
}

func (r *runner) number(option string) int {
	n, _ := strconv.Atoi(r.ask.options[option])
	return n
}

// errorLine shows a column's error.
func errorLine(name string, err error) string {
	var tooMany *store.TooManyError
	if errors.As(err, &tooMany) {
		return fmt.Sprintf("%s | too many", text(name))
	}
	return fmt.Sprintf("%s | error %s", text(name), err)
}
