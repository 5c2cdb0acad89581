package sql

import "fmt"

// Spans asks for the span of time of each of several things that hold values of the clock's column: from has the values, and path says whose each is. Values may be the
// least and greatest ones that statistics tell of many. Rows of the answer:
//
//	path | least microseconds | greatest | values that are no time
func (c *Clock) Spans(d *Dialect, path, least, greatest, from string) Statement {
	w := &writer{dialect: d}
	least, greatest = c.microsOf(w, least), c.microsOf(w, greatest)
	return Statement{fmt.Sprintf("SELECT path, min(a), max(b), count(*) FILTER (a IS NULL OR b IS NULL) FROM (SELECT %s AS path, %s AS a, %s AS b FROM %s) AS s GROUP BY path", path, least, greatest, from), w.args}
}

// Column is the name of the clock's column, with its type.
func (c *Clock) Column() (name, typeName string) { return c.field.Name, c.field.Type }

// Typed says that a value of the column is a time, or a number of steps, by its type, so that the least and greatest values are the least and greatest times.
func (c *Clock) Typed() bool {
	switch c.class {
	case Time, Instant, Date, Integer, Float:
		return true
	}
	return false
}

// Reads names how the clock reads its column: equal values are equal times wherever it is equal.
func (c *Clock) Reads() string {
	zone := ""
	if c.Wall != nil {
		zone = c.Wall.String()
	}
	return fmt.Sprintf("%q %q %d %s %v %s", c.field.Name, c.field.Type, c.class, c.unit.name, c.format, zone)
}
