package sql

import (
	"fmt"
	"strings"
	"time"

	"github.com/tideline-ml/tideline/pkg/store"
)

// Scan is a statement that reads rows, and what its columns are.
type Scan struct {
	Statement
	Windows Windows
	Clock   *Clock
	// Time is the place of the microseconds of event time on the relation's clock, −1 without a clock.
	Time int
	// Groups are the places of the values that rows are grouped by, as texts.
	Groups []int
	// Columns belong to the columns that were asked for.
	Columns []ScanColumn

	list    []string
	rest    string // from FROM on
	thinned bool
}

// Thinned says that the scan reads few rows, by Relation.Thin.
func (s *Scan) Thinned() bool { return s.thinned }

// Into is the statement that hands the scan's rows to a function of the engine, which is called with a number and then the values of a row.
func (s *Scan) Into(function string, number int64) Statement {
	return Statement{fmt.Sprintf("SELECT max(%s(%d, %s))%s", function, number, strings.Join(s.list, ", "), s.rest), s.Args}
}

// ScanColumn is where a column is found in a row, or why it cannot be read.
type ScanColumn struct {
	Value
	Place      int // −1 where Err
	Unreadable int // place of Value.Unreadable, −1 without
	Err        error
}

// Scan reads columns of the rows in windows. What is wrong with one column is that column's error and no other's.
func (r *Relation) Scan(columns, groupBy []store.Column, windows []store.Window) (*Scan, error) {
	bounds, err := OnClock(r.Clock, windows)
	if err != nil {
		return nil, err
	}
	w := &writer{dialect: r.dialect}
	s := &Scan{Windows: bounds, Clock: r.Clock, Time: -1}
	if r.Clock != nil {
		s.Time = s.add(r.Clock.micros(w))
	}
	for _, g := range groupBy {
		v, err := r.groupValue(w, g)
		if err != nil {
			return nil, fmt.Errorf("group by: %w", err)
		}
		s.Groups = append(s.Groups, s.add(v))
	}
	s.read(r, w, columns)
	where, err := r.where(w, bounds)
	if err != nil {
		return nil, err
	}
	s.rest, s.thinned = " FROM "+r.from()+where, r.share > 0
	s.Statement = Statement{"SELECT " + strings.Join(s.list, ", ") + s.rest, w.args}
	return s, nil
}

// Part is what one of several questions has of a scan that answers them all: some of its columns and groups, by their positions, in windows of its own.
func (s *Scan) Part(columns, groups []int, windows []store.Window) (*Scan, error) {
	bounds, err := OnClock(s.Clock, windows)
	if err != nil {
		return nil, err
	}
	part := *s
	part.Windows, part.Groups, part.Columns = bounds, make([]int, len(groups)), make([]ScanColumn, len(columns))
	for k, i := range groups {
		part.Groups[k] = s.Groups[i]
	}
	for k, i := range columns {
		part.Columns[k] = s.Columns[i]
	}
	return &part, nil
}

// add has a value read, and gives its place in a row.
func (s *Scan) add(expression string) int {
	s.list = append(s.list, expression)
	return len(s.list) - 1
}

// read has columns read; a scan of none reads something all the same, so that it has rows.
func (s *Scan) read(r *Relation, w *writer, columns []store.Column) {
	for _, c := range columns {
		column := ScanColumn{Place: -1, Unreadable: -1}
		if column.Value, column.Err = r.value(w, c); column.Err == nil {
			column.Place = s.add(column.Expression)
			if column.Value.Unreadable != "" {
				column.Unreadable = s.add(column.Value.Unreadable)
			}
		}
		s.Columns = append(s.Columns, column)
	}
	if len(s.list) == 0 {
		s.add("1")
	}
}

// groupValue writes a column that rows are grouped by as text.
func (r *Relation) groupValue(w *writer, c store.Column) (string, error) {
	if c.Expression != "" {
		v, err := r.computed(w, c)
		return format(r.dialect.CastText, v.Expression), err
	}
	x, f, err := r.lookup(w, columnName(c))
	if err != nil {
		return "", err
	}
	if f.Class == Nested {
		return "", columnError(f.Name, "is a list or struct (%s) and cannot be grouped by", f.Type)
	}
	return format(r.dialect.CastText, x), nil
}

// FirstTexts asks for the text columns of some rows, and says which they are; no names where there are none.
func (d *Dialect) FirstTexts(t *Table, rows int) (st Statement, names []string) {
	var list []string
	for _, f := range t.Fields {
		if f.Class == Text && f.Problem == "" {
			names, list = append(names, f.Name), append(list, format(d.CastText, d.Quote(f.Name)))
		}
	}
	return Statement{Text: fmt.Sprintf("SELECT %s FROM %s AS t LIMIT %d", strings.Join(list, ", "), t.From, rows)}, names
}

// Count asks for the number of rows in windows. exact: no other rows are counted with them.
func (r *Relation) Count(windows []store.Window) (st Statement, exact bool, err error) {
	bounds, err := OnClock(r.Clock, windows)
	if err != nil {
		return st, false, err
	}
	w := &writer{dialect: r.dialect}
	where, err := r.where(w, bounds)
	if err != nil {
		return st, false, err
	}
	return Statement{"SELECT count(*) FROM " + r.from() + where, w.args}, r.inSpans(bounds), nil
}

// Extent asks for the oldest and newest time and the number of rows.
func (r *Relation) Extent() (Statement, error) {
	w := &writer{dialect: r.dialect}
	oldest, newest, timeless := "NULL", "NULL", "0"
	if r.Clock != nil {
		micros := r.Clock.micros(w)
		oldest, newest, timeless = "min("+micros+")", "max("+micros+")", "count(*) - count("+micros+")"
	}
	where, err := r.where(w, Windows{})
	if err != nil {
		return Statement{}, err
	}
	return Statement{fmt.Sprintf("SELECT %s, %s, count(*), %s FROM %s%s", oldest, newest, timeless, r.from(), where), w.args}, nil
}

// QuickExtent asks for the same as Extent, of the column itself, which Parquet files answer from their statistics. Where rows have times but the
// answer has none, the first or last of them is no instant (infinity), and Extent must be asked; ok is false where it must be asked anyway.
func (r *Relation) QuickExtent() (st Statement, ok bool, err error) {
	if r.Clock == nil || r.dialect.Micros[r.Clock.class] == "" {
		return st, false, nil
	}
	w := &writer{dialect: r.dialect}
	where, err := r.where(w, Windows{})
	if err != nil {
		return st, false, err
	}
	x, micros := r.Clock.column(r.dialect), r.dialect.Micros[r.Clock.class]
	return Statement{fmt.Sprintf("SELECT %s, %s, count(*), count(*) - count(%s) FROM %s%s",
		format(micros, "min("+x+")"), format(micros, "max("+x+")"), x, r.from(), where), w.args}, true, nil
}

// Rows is a statement that reads whole rows, newest first.
type Rows struct {
	Statement
	Columns []RowColumn
}

// RowColumn is how a column of raw rows comes, or why it does not.
type RowColumn struct {
	Class Class // Integer, Float, Boolean, Text, or Instant in microseconds of Unix time or of the relation's clock where OnWall
	// OnWall: the microseconds are a reading of the clock in the relation's zone.
	OnWall bool
	Err    error
}

// Rows reads raw rows of a window, newest first, and by id among equal times.
func (r *Relation) Rows(columns []store.Column, window store.Window, limit, offset int) (*Rows, error) {
	bounds, err := OnClock(r.Clock, []store.Window{window})
	if err != nil {
		return nil, err
	}
	w := &writer{dialect: r.dialect}
	rows := &Rows{}
	var list []string
	for _, c := range columns {
		text, column := r.rowValue(w, c)
		list = append(list, text)
		rows.Columns = append(rows.Columns, column)
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("no columns were asked for")
	}
	where, err := r.where(w, bounds)
	if err != nil {
		return nil, err
	}
	var order []string
	if r.Clock != nil {
		order = append(order, r.Clock.micros(w)+" DESC NULLS LAST")
	}
	if f, ok := r.main.Field(r.asked.ID); ok && f.Class != Nested {
		order = append(order, mainAlias+"."+r.dialect.Quote(f.Name)+" DESC NULLS LAST")
	}
	orderBy := ""
	if len(order) > 0 {
		orderBy = " ORDER BY " + strings.Join(order, ", ")
	}
	rows.Statement = Statement{fmt.Sprintf("SELECT %s FROM %s%s%s %s", strings.Join(list, ", "), r.from(), where, orderBy, fmt.Sprintf(r.dialect.Page, limit, offset)), w.args}
	return rows, nil
}

// Values lays out the rows of an answer by column, times as such, and says why columns are empty.
func (r *Relation) Values(read *Rows, rows [][]any) (values [][]any, notices []string) {
	values = make([][]any, len(read.Columns))
	for i, c := range read.Columns {
		if c.Err != nil {
			notices = append(notices, c.Err.Error())
		}
		values[i] = make([]any, len(rows))
		for j, row := range rows {
			values[i][j] = row[i]
			if us, ok := row[i].(int64); ok && c.Class == Instant {
				values[i][j] = r.Moment(us, c.OnWall)
			}
		}
	}
	return values, notices
}

// Moment is the point in time of a RowColumn's microseconds.
func (r *Relation) Moment(micros int64, onWall bool) time.Time {
	if !onWall {
		return time.UnixMicro(micros).UTC()
	}
	if r.asked.Zone == nil {
		return time.UnixMicro(micros).UTC()
	}
	return (&Clock{Wall: r.asked.Zone}).Instant(micros)
}

func (r *Relation) rowValue(w *writer, c store.Column) (string, RowColumn) {
	d := r.dialect
	if c.Expression != "" {
		v, err := r.computed(w, c)
		switch {
		case err != nil:
			return "NULL", RowColumn{Class: Text, Err: err}
		case v.Holds == Floats:
			return v.Expression, RowColumn{Class: Float}
		}
		return format(d.CastText, v.Expression), RowColumn{Class: Text}
	}
	x, f, err := r.lookup(w, columnName(c))
	if err != nil {
		return format(d.CastText, "NULL"), RowColumn{Class: Text, Err: err}
	}
	if r.Clock != nil && f.Name == r.Clock.field.Name && x == r.Clock.column(d) {
		return r.Clock.micros(w), RowColumn{Class: Instant, OnWall: r.Clock.onWall()}
	}
	switch f.Class {
	case Integer:
		return format(d.CastInteger, x), RowColumn{Class: Integer}
	case Wide, Float, Decimal:
		return format(d.CastFloat, x), RowColumn{Class: Float}
	case Boolean:
		return format(d.CastBoolean, x), RowColumn{Class: Boolean}
	case Time, Date:
		return format(d.Micros[f.Class], x), RowColumn{Class: Instant, OnWall: true}
	case Instant:
		return format(d.Micros[f.Class], x), RowColumn{Class: Instant}
	case Nested:
		return format(d.NestedText, x), RowColumn{Class: Text}
	}
	return format(d.CastText, x), RowColumn{Class: Text}
}
