package sql

import (
	"cmp"
	"fmt"
	"math"
	"sort"
	"strings"

	"github.com/tideline-ml/tideline/pkg/shorten"
	"github.com/tideline-ml/tideline/pkg/store"
)

const (
	// MainAlias is the source. No column has such a name: ClickHouse would read m.x as the part x of a column m.
	MainAlias = "tideline_main"
	mainAlias = MainAlias
	lateAlias = "tideline_late" // what is joined to it

	lateID, lateRank = `"tideline: id"`, `"tideline: rank"` // names that no joined column has
)

// Relation is a store.Relation whose sources are known: what can be asked about, and where it comes from.
type Relation struct {
	dialect *Dialect
	main    Table
	late    *Table
	asked   store.Relation
	Clock   *Clock  // nil: the source has no time
	share   float64 // of rows that are read, by the table's RowHash; 0: all
}

// NewRelation checks that the columns that hold a relation together exist. late is the table of asked.Join.Source, nil without a join.
func NewRelation(d *Dialect, asked store.Relation, main Table, late *Table, clock *Clock) (*Relation, error) {
	r := &Relation{dialect: d, main: main, late: late, asked: asked, Clock: clock}
	if j := asked.Join; j != nil {
		if asked.ID == "" {
			return nil, fmt.Errorf("labels that arrive later need an id column in the log to be joined by")
		}
		if f, ok := main.Field(asked.ID); !ok {
			return nil, Missing(asked.ID, main.Fields)
		} else if f.Class == Nested {
			return nil, columnError(f.Name, "is of type %s, which cannot be an id", shorten.To(mostShown, f.Type))
		}
		needed := []string{j.ID}
		if j.Time != "" {
			needed = append(needed, j.Time)
		}
		for _, name := range sortedKeys(j.Columns) {
			needed = append(needed, j.Columns[name])
		}
		for _, name := range needed {
			f, err := late.Find(name)
			if err == nil {
				err = f.readable()
			}
			if err != nil {
				return nil, fmt.Errorf("labels: %w", err)
			}
		}
	}
	return r, nil
}

// Thin reads only a share of the rows, always the same; false where the source cannot.
func (r *Relation) Thin(share float64) (*Relation, bool) {
	if r.main.RowHash == "" || share <= 0 || share >= 0.5 {
		return r, false
	}
	thin := *r
	thin.share = share
	return &thin, true
}

// lookup finds what a name means: a joined column first, for it was asked for by name, then a column of the source, then a path into a nested one.
func (r *Relation) lookup(w *writer, name string) (sql string, f Field, err error) {
	if r.asked.Join != nil {
		if column, ok := r.asked.Join.Columns[name]; ok {
			f, _ := r.late.Field(column)
			f.Name = name
			return lateAlias + "." + r.dialect.Quote(name), f, f.readable()
		}
	}
	f, ok := r.main.Field(name)
	if !ok {
		if text, f, ok := r.path(w, name); ok {
			return text, f, f.readable()
		}
		return "", Field{}, Missing(name, r.main.Fields)
	}
	return mainAlias + "." + r.dialect.Quote(name), f, f.readable()
}

// path reads column.key.key of a nested column as a text, which may be asked for as a number.
func (r *Relation) path(w *writer, name string) (sql string, f Field, ok bool) {
	if r.dialect.Path == nil {
		return "", f, false
	}
	for i := range name {
		if name[i] != '.' {
			continue
		}
		if f, ok := r.main.Field(name[:i]); ok && f.Class == Nested {
			x := r.dialect.Path(w.arg, mainAlias+"."+r.dialect.Quote(f.Name), f.Type, strings.Split(name[i+1:], "."))
			return x, Field{Name: name, Type: f.Type, Class: Text, Problem: f.Problem}, true
		}
	}
	return "", f, false
}

// from writes what stands after FROM.
func (r *Relation) from() string {
	from := r.main.From + " AS " + mainAlias
	j := r.asked.Join
	if j == nil {
		return from
	}
	// One row an id: the newest, and among equals the greatest, so that equal data give equal answers.
	quote := r.dialect.Quote
	id := quote(j.ID)
	names := sortedKeys(j.Columns)
	inner, order := make([]string, 0, len(names)), make([]string, 0, len(names)+1)
	if j.Time != "" {
		order = append(order, quote(j.Time)+" DESC NULLS LAST")
	}
	for _, name := range names {
		column := quote(j.Columns[name])
		value := column
		if f, _ := r.late.Field(j.Columns[name]); r.dialect.MayMiss != "" && f.Class != Nested {
			value = format(r.dialect.MayMiss, column)
		}
		inner = append(inner, value+" AS "+quote(name))
		order = append(order, column+" DESC NULLS LAST")
	}
	inner = append(inner, id+" AS "+lateID, fmt.Sprintf("row_number() OVER (PARTITION BY %s ORDER BY %s) AS %s", id, strings.Join(order, ", "), lateRank))
	mine, theirs := mainAlias+"."+quote(r.asked.ID), lateAlias+"."+lateID
	mainField, _ := r.main.Field(r.asked.ID)
	lateField, _ := r.late.Field(j.ID)
	if mainField.Class != lateField.Class || mainField.Class == Text && mainField.Type != lateField.Type { // a uuid is no text to be compared with one
		mine, theirs = format(r.dialect.CastText, mine), format(r.dialect.CastText, theirs)
	}
	return fmt.Sprintf("%s %s (SELECT * FROM (SELECT %s FROM %s WHERE %s IS NOT NULL) AS r WHERE %s = 1) AS %s ON %s = %s",
		from, cmp.Or(r.dialect.Join, "LEFT JOIN"), strings.Join(inner, ", "), r.late.From, id, lateRank, lateAlias, mine, theirs)
}

// where writes the condition on rows: filters, and time in any of the windows.
func (r *Relation) where(w *writer, windows Windows) (string, error) {
	var all []string
	if span := r.timeSpan(w, windows); span != "" {
		all = append(all, span)
	}
	if r.share > 0 {
		all = append(all, fmt.Sprintf("%s < %d", r.main.RowHash, uint64(math.Ldexp(r.share, r.main.hashBits()))))
	}
	for _, f := range r.asked.Filters {
		condition, err := r.filter(w, f)
		if err != nil {
			return "", fmt.Errorf("filter: %w", err)
		}
		all = append(all, condition)
	}
	if len(all) == 0 {
		return "", nil
	}
	return " WHERE " + strings.Join(all, " AND "), nil
}

// mostSpans bounds the stretches of time that are written out; between more of them rows are read and left out.
const mostSpans = 8

// span is a stretch of time.
type span struct{ from, to int64 }

// spans are the stretches that windows cover, or one from the first to the last window where they are too many. exact: they hold nothing else.
func (windows Windows) spans() (spans []span, exact bool) {
	for i := range windows.From {
		if k := len(spans); k > 0 && spans[k-1].to == windows.From[i] {
			spans[k-1].to = windows.To[i]
			continue
		}
		spans = append(spans, span{windows.From[i], windows.To[i]})
	}
	if exact = len(spans) <= mostSpans; !exact {
		spans = []span{{spans[0].from, spans[len(spans)-1].to}}
	}
	return spans, exact
}

// inSpans tells whether no rows but those in windows satisfy timeSpan.
func (r *Relation) inSpans(windows Windows) bool {
	_, exact := windows.spans()
	return exact || r.Clock == nil
}

// timeSpan is the condition that a row lies between the first and the last window, and not in a wide gap between two.
func (r *Relation) timeSpan(w *writer, windows Windows) string {
	if r.Clock == nil || len(windows.From) == 0 {
		return ""
	}
	spans, _ := windows.spans()
	within := func(s span) string {
		var from, to *int64
		if s.from != Earliest {
			from = &s.from
		}
		if s.to != Latest {
			to = &s.to
		}
		parts := r.Clock.between(w, from, to)
		if r.main.Partition != nil {
			parts = append(parts, r.main.Partition.between(w, from, to)...)
		}
		return strings.Join(parts, " AND ")
	}
	whole := within(span{spans[0].from, spans[len(spans)-1].to})
	if edges := r.edges(spans[0].from, spans[len(spans)-1].to); whole != "" && edges != "" {
		whole += " AND " + edges
	}
	if len(spans) == 1 {
		return whole
	}
	either := make([]string, len(spans))
	for i, s := range spans {
		either[i] = within(s)
	}
	parts := "(" + strings.Join(either, " OR ") + ")"
	if whole == "" {
		return parts
	}
	return whole + " AND " + parts
}

// edges is what a stretch of time says of the columns that the source is sorted by.
func (r *Relation) edges(from, to int64) string {
	if r.Clock.class != Instant || len(r.main.Edges) == 0 || r.Clock.field.Name != r.main.Fields[0].Name {
		return ""
	}
	var parts []string
	for _, e := range r.main.Edges {
		column := mainAlias + "." + r.dialect.Quote(e.Column)
		if from != Earliest {
			parts = append(parts, column+" >= "+e.Literal(from, false))
		}
		if to != Latest {
			parts = append(parts, column+" <= "+e.Literal(to, true))
		}
	}
	return strings.Join(parts, " AND ")
}

func sortedKeys(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
