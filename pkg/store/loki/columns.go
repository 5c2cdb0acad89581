package loki

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/shorten"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

const mostShown = 60 // letters of a line that is told as an example

// lines is what a source's lines look like: its query, and the labels of the newest of them.
type lines struct {
	logQuery
	columns []column
	notices []string
	hint    string // what else could be read of them, for who sets up a source; empty: nothing
}

// class is what the texts of a label look like.
type class uint8

const (
	texts class = iota
	ints
	floats
	bools
)

// column is a label.
type column struct {
	name  string
	class class
}

const (
	// timeColumn is what the time of a line is called.
	timeColumn = "time"
	// looked is the number of lines that are looked at to see what they hold.
	looked = 1_000
	// errorLabel says why a line could not be parsed.
	errorLabel = "__error__"
)

// ofLoki are labels that Loki adds by itself.
var ofLoki = []string{errorLabel, "__error_details__", "detected_level"}

var labelName = regexp.MustCompile(`^[a-zA-Z_][a-zA-Z0-9_]*$`)

// look reads the newest lines of a source.
func (s *Store) look(ctx context.Context, text string) (*lines, error) {
	q, err := parseQuery(text)
	if err != nil {
		return nil, err
	}
	l := &lines{logQuery: q}
	newest, err := s.newest(ctx, q, q.raw(), looked)
	if err != nil {
		return nil, err
	}
	if len(newest) == 0 {
		return nil, s.nothing(ctx, q)
	}
	unparsed, example := map[string]int{}, ""
	values := map[string][]string{}
	for _, one := range newest {
		if why := one.labels[errorLabel]; why != "" {
			unparsed[why]++
			example = one.text
			continue
		}
		for name, value := range one.labels {
			if value != "" && name != timeColumn && labelName.MatchString(name) && !slices.Contains(ofLoki, name) {
				values[name] = append(values[name], value)
			}
		}
	}
	for why, n := range unparsed {
		if n == len(newest) {
			return nil, fmt.Errorf("no line of %s can be parsed (%s): the newest begins %q; choose the parser that its lines are written for, json, logfmt or pattern", q.raw(), why, shorten.To(mostShown, example))
		}
		l.notices = append(l.notices, fmt.Sprintf("%d of the newest %d lines could not be parsed (%s) and are left out, as such lines always are; one begins %q", n, len(newest), why, shorten.To(mostShown, example)))
	}
	l.hint = q.unread(newest)
	for name, seen := range values {
		l.columns = append(l.columns, column{name, classOf(seen)})
	}
	slices.SortFunc(l.columns, func(a, b column) int { return strings.Compare(a.name, b.name) })
	slices.Sort(l.notices)
	return l, nil
}

// parsers are the stages that make labels of a line.
var parsers = regexp.MustCompile(`\|\s*(json|logfmt|pattern|regexp|unpack)\b`)

// likeLogfmt is how a line of logfmt begins.
var likeLogfmt = regexp.MustCompile(`^[a-zA-Z_][a-zA-Z0-9_.]*=("|[^\s"]*\s+[a-zA-Z_][a-zA-Z0-9_.]*=)`)

// unread says that lines hold more than their query makes labels of.
func (q logQuery) unread(newest []line) string {
	if parsers.MatchString(q.stages) {
		return ""
	}
	text := newest[0].text
	switch {
	case strings.HasPrefix(text, "{"):
		return "lines look like JSON, and nothing reads their fields: add | json to the query"
	case likeLogfmt.MatchString(text):
		return "lines look like logfmt, and nothing reads their fields: add | logfmt to the query"
	}
	return ""
}

// nothing says why a source has no lines.
func (s *Store) nothing(ctx context.Context, q logQuery) error {
	streams := logQuery{selector: q.selector}
	found, err := s.newest(ctx, streams, streams.raw(), 1)
	switch {
	case err != nil:
		return err
	case len(found) > 0:
		return fmt.Errorf("Loki has lines of %s, and none of them passes %s: correct what filters them; the newest begins %q", q.selector, q.stages, shorten.To(mostShown, found[0].text))
	}
	names, err := s.api.labelNames(ctx, s.now().Add(-24*time.Hour), s.now())
	if err != nil {
		return err
	}
	what := "it has no streams at all since yesterday"
	if len(names) > 0 {
		what = "streams since yesterday have the labels " + strings.Join(names, ", ")
	}
	return fmt.Errorf("Loki has no stream %s within the last %d days: correct the selector; %s", q.selector, int(farthest.Hours()/24), what)
}

// classOf is what all of some texts look like. A whole number is one only as it would be written: 007 is a text.
func classOf(values []string) class {
	all := func(is func(string) bool) bool {
		return !slices.ContainsFunc(values, func(v string) bool { return !is(v) })
	}
	switch {
	case all(func(v string) bool { return v == "true" || v == "false" }):
		return bools
	case all(isInt):
		return ints
	case all(func(v string) bool { return isInt(v) || decimal.MatchString(v) }):
		return floats
	}
	return texts
}

// decimal is a number as JSON has it.
var decimal = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$`)

func isInt(text string) bool {
	x, err := strconv.ParseInt(text, 10, 64)
	return err == nil && strconv.FormatInt(x, 10) == text
}

func (c class) kind() string {
	switch c {
	case ints, floats:
		return model.Numeric
	case bools:
		return model.Boolean
	}
	return model.Categorical
}

func (c class) String() string { return [...]string{"text", "whole number", "number", "boolean"}[c] }

// Describe lists the time and the labels of a source's lines.
func (s *Store) Describe(ctx context.Context, src model.Source) ([]store.Column, error) {
	l, err := s.lines(ctx, src)
	if err != nil {
		return nil, err
	}
	columns := []store.Column{{Name: timeColumn, Kind: model.Timestamp, Type: "time of the line"}}
	for _, c := range l.columns {
		columns = append(columns, store.Column{Name: c.name, Kind: c.class.kind(), Type: c.class.String(), Integer: c.class == ints})
	}
	return columns, nil
}

// column finds the label that a column is.
func (l *lines) column(c store.Column) (column, error) {
	name := c.Column
	if name == "" {
		name = c.Name
	}
	switch {
	case c.Expression != "":
		return column{}, unsupported("compute "+c.Expression, "let the service log it as a field of its own")
	case name == timeColumn:
		return column{}, &sql.ColumnError{Column: name, Reason: "is the time of a line, and no value"}
	}
	at := slices.IndexFunc(l.columns, func(c column) bool { return c.name == name })
	if at < 0 {
		fields := make([]sql.Field, len(l.columns))
		for i, c := range l.columns {
			fields[i].Name = c.name
		}
		return column{}, sql.Missing(name, fields)
	}
	return l.columns[at], nil
}

func unsupported(what, instead string) error {
	return &store.UnsupportedError{Text: fmt.Sprintf("Loki cannot %s: %s", what, instead)}
}

var errUnbounded = errors.New("rows in Loki have a time: name the model's time column, which is \"" + timeColumn + "\"")
