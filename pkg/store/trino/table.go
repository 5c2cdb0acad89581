package trino

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store/server"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// Table finds a table or view, "table", "schema.table" or "catalog.schema.table", or describes a statement. Columns that the user may not read are not there.
func (e *Engine) Table(ctx context.Context, src model.Source) (sql.Table, error) {
	var t sql.Table
	var err error
	switch {
	case src.SQL != "":
		t, err = e.statement(ctx, src.SQL)
	case src.Table != "":
		t, err = e.named(ctx, src.Table)
	default:
		err = errors.New("source.table must name a table: logs of this data source lie in Trino")
	}
	if err != nil {
		return sql.Table{}, err
	}
	t.RowHash, t.HashBits = rowHash(t.Fields)
	return t, nil
}

// place is where a table may lie. Trino's names are in lower case, however they are written.
type place struct{ schema, table string }

// named finds a table by what is written of its name: in the data source's own schema the whole of it, else a schema before the first dot. A catalog stands before
// both where the data source's own has no such schema.
func (e *Engine) named(ctx context.Context, name string) (sql.Table, error) {
	name = strings.ToLower(name)
	var places []place
	if e.schema != "" {
		places = append(places, place{strings.ToLower(e.schema), name})
	}
	first, rest, dotted := strings.Cut(name, ".")
	if dotted {
		places = append(places, place{first, rest})
	}
	if len(places) == 0 {
		return sql.Table{}, fmt.Errorf("table %q is named without a schema: write schema.table, or set the schema (store.schema)", name)
	}
	t, err := e.among(ctx, e.catalog, places)
	if schema, table, more := strings.Cut(rest, "."); err == nil && t.From == "" && more {
		t, err = e.among(ctx, first, []place{{schema, table}})
	}
	if err == nil && t.From == "" {
		err = fmt.Errorf("table %q does not exist in Trino's catalog %q, or its user may read no column of it", name, e.catalog)
	}
	return t, err
}

// among gives the first of several places that has a table; From is empty where none has.
func (e *Engine) among(ctx context.Context, catalog string, places []place) (sql.Table, error) {
	var schemas, tables []string
	for _, p := range places {
		schemas, tables = append(schemas, literal(p.schema)), append(tables, literal(p.table))
	}
	found, err := e.all(ctx, fmt.Sprintf(`SELECT table_schema, table_name, column_name, data_type FROM %s.information_schema.columns
WHERE table_schema IN (%s) AND table_name IN (%s) ORDER BY ordinal_position`, sql.Quote(catalog), strings.Join(schemas, ", "), strings.Join(tables, ", ")))
	if err != nil {
		return sql.Table{}, err
	}
	for _, p := range places {
		var t sql.Table
		for _, row := range found {
			if row[0] == p.schema && row[1] == p.table {
				t.From = sql.Quote(catalog) + "." + sql.Quote(p.schema) + "." + sql.Quote(p.table)
				t.Fields = append(t.Fields, field(row[2].(string), row[3].(string)))
			}
		}
		if t.From != "" {
			return t, nil
		}
	}
	return sql.Table{}, nil
}

func literal(text string) string { return sql.Trino.Placeholder(1, text) }

// statement describes a SELECT of the settings by the columns of its answer.
func (e *Engine) statement(ctx context.Context, text string) (sql.Table, error) {
	if !e.allowSQL {
		return sql.Table{}, errors.New("source.sql is not allowed: the operator of the Grafana server may allow it (allow_sql)")
	}
	t := sql.Table{From: "(" + strings.TrimRight(strings.TrimSpace(text), "; \n") + "\n)"} // the line ends a comment
	r, err := e.query(ctx, "SELECT * FROM "+t.From+" AS q LIMIT 0")
	if err != nil {
		return sql.Table{}, err
	}
	defer r.Close()
	for _, c := range r.described {
		t.Fields = append(t.Fields, field(c.Name, c.Type))
	}
	return t, nil
}

func field(name, typeName string) sql.Field {
	f := sql.Field{Name: name, Type: typeName, Class: sql.Trino.Class(typeName)}
	if f.Class == sql.Opaque && !strings.HasPrefix(typeName, "time") && !strings.HasPrefix(typeName, "interval") {
		f.Problem = "is of type " + typeName + ", which has no values to count: use a view that casts it"
	}
	return f
}

const (
	mostHashed = 4  // columns of a row's hash: each costs as much as two sums
	hashBits   = 63 // of a bigint without its sign
)

// rowHash is a hash of a row's numbers, times and ids: equal rows, equal hash, wherever a connector keeps them.
func rowHash(fields []sql.Field) (hash string, bits int) {
	var parts []string
	for _, f := range server.Hashed(fields, mostHashed, func(f sql.Field) bool { return f.Type == "uuid" }) {
		parts = append(parts, "coalesce("+bytesOf(sql.MainAlias+"."+sql.Quote(f.Name), f.Class)+", X'')")
	}
	if parts == nil {
		return "", 0
	}
	return fmt.Sprintf("bitwise_and(from_big_endian_64(xxhash64(%s)), 9223372036854775807)", strings.Join(parts, " || ")), hashBits
}

// bytesOf writes a value as bytes.
func bytesOf(x string, class sql.Class) string {
	switch class {
	case sql.Integer, sql.Boolean:
		return "to_big_endian_64(CAST(" + x + " AS bigint))"
	case sql.Wide, sql.Float, sql.Decimal:
		return "to_ieee754_64(CAST(" + x + " AS double))"
	case sql.Time, sql.Instant:
		return "to_ieee754_64(to_unixtime(" + x + "))"
	case sql.Date:
		return "to_big_endian_64(date_diff('day', DATE '1970-01-01', " + x + "))"
	}
	return "to_utf8(CAST(" + x + " AS varchar))"
}
