package sql

import (
	"fmt"
	"strconv"
	"time"
)

// Partition is a column by which a source is partitioned, and which holds the day of a row's time: a date, or a day as a text or a number. A lake leaves out the
// partitions that a condition on it excludes, where one on the time would have every file looked into.
type Partition struct {
	field  Field
	layout string // of days in texts and numbers
}

// dayLayouts are how days are written in texts. What follows the day, as an hour, comes after it in order as well.
var dayLayouts = []string{"2006-01-02", "20060102", "2006/01/02"}

// partitionMargin is how far the day of a partition may be from that of a row's time: another zone's day, or the day of arrival.
const partitionMargin = day

// PartitionBy finds the column that a source is partitioned by. all runs a statement whose answer is small.
func (t *Table) PartitionBy(d *Dialect, name string, all func(Statement) ([][]any, error)) error {
	f, err := t.Find(name)
	if err == nil {
		err = f.readable()
	}
	if err != nil {
		return fmt.Errorf("source.partition: %w", err)
	}
	p := &Partition{field: f}
	switch f.Class {
	case Date:
	case Text, Integer:
		rows, err := all(d.SampleStatement(t, f))
		if err != nil {
			return err
		}
		if p.layout, err = dayLayout(f, rows); err != nil {
			return err
		}
	default:
		return fmt.Errorf("source.partition: %w", columnError(f.Name, "is of type %s, and no day: a condition on the time is enough, so remove it", f.Type))
	}
	t.Partition = p
	return nil
}

// dayLayout is how a column writes days, that of ISO where it is empty.
func dayLayout(f Field, rows [][]any) (string, error) {
	layouts := dayLayouts
	if f.Class == Integer {
		layouts = []string{"20060102"}
	}
	for _, layout := range layouts {
		fits := true
		for _, row := range rows {
			text, _ := row[0].(string)
			_, err := time.Parse(layout, text[:min(len(layout), len(text))])
			fits = fits && err == nil && (f.Class == Text || len(text) == len(layout))
		}
		if fits {
			return layout, nil
		}
	}
	return "", fmt.Errorf("source.partition: %w", columnError(f.Name, "holds what is no day, such as %q: days are written as 2026-01-31, 20260131 or 2026/01/31", rows[0][0]))
}

// between writes the condition that a partition may hold rows with times in [from, to); nil bounds are open.
func (p *Partition) between(w *writer, from, to *int64) []string {
	x := mainAlias + "." + w.dialect.Quote(p.field.Name)
	first := func(us int64) string { // the day that us lies in
		at := time.UnixMicro(us).UTC()
		switch {
		case p.field.Class == Date:
			return w.dialect.TimeLiteral[Date](at.Truncate(24 * time.Hour).UnixMicro())
		case p.field.Class == Integer:
			n, _ := strconv.ParseInt(at.Format(p.layout), 10, 64)
			return fmt.Sprint(n)
		}
		return w.arg(at.Format(p.layout))
	}
	var parts []string
	if from != nil {
		parts = append(parts, x+" >= "+first(*from-partitionMargin))
	}
	if to != nil {
		parts = append(parts, x+" < "+first(*to-1+partitionMargin+day))
	}
	return parts
}
