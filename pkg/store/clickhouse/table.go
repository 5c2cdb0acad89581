package clickhouse

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store/server"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// Table finds a table, "table" or "database.table", or describes a statement. Columns that the user may not read are not there.
func (e *Engine) Table(ctx context.Context, src model.Source) (sql.Table, error) {
	var t sql.Table
	var err error
	switch {
	case src.SQL != "":
		t, err = e.statement(ctx, src.SQL)
	case src.Table != "" && src.Layout != "":
		return e.laidOut(ctx, src)
	case src.Table != "":
		t, err = e.table(ctx, src.Table)
	default:
		err = errors.New("source.table must name a table: logs of this data source lie in ClickHouse")
	}
	if err == nil {
		err = e.narrow(ctx, &t)
	}
	if err != nil {
		return sql.Table{}, err
	}
	t.RowHash = rowHash(t.Fields)
	return t, nil
}

func (e *Engine) table(ctx context.Context, name string) (sql.Table, error) {
	found, err := e.columns(ctx, name)
	if err != nil {
		return sql.Table{}, err
	}
	t := sql.Table{From: sql.ClickHouse.Quote(found[0][2].(string)) + "." + sql.ClickHouse.Quote(found[0][3].(string))}
	for _, row := range found {
		t.Fields = append(t.Fields, field(row[0].(string), row[1].(string)))
	}
	return t, nil
}

// columns lists those of a table: name, type, database and table of each.
func (e *Engine) columns(ctx context.Context, name string) ([][]any, error) {
	database, table, _ := strings.Cut(name, ".")
	// The whole name in the data source's own database comes before a database and a table.
	found, err := e.all(ctx, sql.Statement{Text: `SELECT name, type, database, table FROM system.columns
WHERE default_kind != 'EPHEMERAL' AND (database = {p1:String} AND table = {p2:String} OR database = {p3:String} AND table = {p4:String})
ORDER BY table = {p2:String} DESC, position`, Args: []any{e.database, name, database, table}})
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("table %q does not exist in ClickHouse, or its user may read no column of it", name)
	}
	return slices.DeleteFunc(found, func(row []any) bool { return row[2] != found[0][2] || row[3] != found[0][3] }), nil
}

// statement describes a SELECT of the settings.
func (e *Engine) statement(ctx context.Context, text string) (sql.Table, error) {
	if !e.allowSQL {
		return sql.Table{}, errors.New("source.sql is not allowed: the operator of the Grafana server may allow it (allow_sql)")
	}
	text = strings.TrimRight(strings.TrimSpace(text), "; \n")
	t := sql.Table{From: "(" + text + "\n)"} // the line ends a comment
	found, err := e.all(ctx, sql.Statement{Text: "DESCRIBE TABLE " + t.From})
	for _, row := range found {
		t.Fields = append(t.Fields, field(row[0].(string), row[1].(string)))
	}
	return t, err
}

func field(name, typeName string) sql.Field {
	f := sql.Field{Name: name, Type: typeName, Class: sql.ClickHouse.Class(typeName)}
	if strings.HasPrefix(typeName, "AggregateFunction(") {
		f.Problem = "holds states of an aggregate function, which are no values: use a column or a view with values"
	}
	return f
}

// looked bounds the rows that say whether a column of unsigned 64-bit numbers holds such as fit int64.
const looked = 1_000_000

// narrow finds the columns of unsigned numbers whose first values all fit int64: these are whole numbers like others. Those of hashes do not, and are floats.
func (e *Engine) narrow(ctx context.Context, t *sql.Table) error {
	var places []int
	var inner, outer []string
	for i, f := range t.Fields {
		if plain(f.Type) == "UInt64" {
			name := sql.ClickHouse.Quote(f.Name)
			places = append(places, i)
			inner, outer = append(inner, name), append(outer, fmt.Sprintf("max(%s) > %d", name, math.MaxInt64))
		}
	}
	if len(places) == 0 {
		return nil
	}
	found, err := e.all(ctx, sql.Statement{Text: fmt.Sprintf("SELECT %s FROM (SELECT %s FROM %s LIMIT %d)",
		strings.Join(outer, ", "), strings.Join(inner, ", "), t.From, looked)})
	if err != nil {
		return err
	}
	for i, place := range places {
		if beyond, _ := found[0][i].(int64); beyond == 0 {
			t.Fields[place].Class = sql.Integer
		}
	}
	return nil
}

// plain is a type without what allows missing values or saves space.
func plain(typeName string) string {
	for _, wrapper := range []string{"LowCardinality(", "Nullable("} {
		if inner, ok := strings.CutPrefix(typeName, wrapper); ok {
			typeName = strings.TrimSuffix(inner, ")")
		}
	}
	return typeName
}

// mostHashed bounds the columns that tell rows apart: each is read and hashed for every row.
const mostHashed = 8

// rowHash is a hash of a row's numbers, times and ids: equal rows, equal hash, wherever the server keeps them.
func rowHash(fields []sql.Field) string {
	var names []string
	for _, f := range server.Hashed(fields, mostHashed, func(f sql.Field) bool {
		return plain(f.Type) == "UUID" || strings.HasPrefix(plain(f.Type), "FixedString")
	}) {
		names = append(names, sql.MainAlias+"."+sql.ClickHouse.Quote(f.Name))
	}
	if names == nil {
		return ""
	}
	return "cityHash64(tuple(" + strings.Join(names, ", ") + "))" // of a tuple, because that of a missing value is missing
}
