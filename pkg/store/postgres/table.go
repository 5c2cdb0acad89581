package postgres

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// Table finds a table, a view, or a statement where the operator allows those.
func (e *Engine) Table(ctx context.Context, src model.Source) (sql.Table, error) {
	switch {
	case src.SQL != "":
		return e.statement(ctx, src.SQL)
	case src.Table != "":
		return e.named(ctx, src.Table)
	}
	return sql.Table{}, errors.New("the source is no table: PostgreSQL has tables and views, as in {\"table\": \"public.predictions\"}")
}

// findTable lists the columns of the relations that a name may mean: schema.table, or table where the search path finds it. The first is the one.
const findTable = `SELECT CAST(c.oid AS bigint), n.nspname, c.relname, CAST(c.relkind AS text), a.attname,
	format_type(coalesce(nullif(t.typbasetype, 0), t.oid), CASE WHEN t.typbasetype <> 0 THEN t.typtypmod ELSE a.atttypmod END),
	CAST(coalesce(b.typtype, t.typtype) AS text), has_column_privilege(c.oid, a.attnum, 'SELECT'), has_schema_privilege(n.oid, 'USAGE')
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype AND t.typbasetype <> 0
WHERE c.relname = ANY($2) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
	AND (n.nspname || '.' || c.relname = $1 OR c.relname = $1 AND pg_table_is_visible(c.oid))
ORDER BY (n.nspname || '.' || c.relname = $1) DESC, c.oid, a.attnum`

func (e *Engine) named(ctx context.Context, name string) (sql.Table, error) {
	var none sql.Table
	parts := []string{name}
	for i := range name {
		if name[i] == '.' {
			parts = append(parts, name[i+1:])
		}
	}
	found, err := e.Query(ctx, sql.Statement{Text: findTable, Args: []any{name, parts}})
	if err != nil {
		return none, err
	}
	defer found.Close()
	var t sql.Table
	var first int64
	var kind string
	var readable []string
	for found.Next() {
		row := found.Values()
		oid, schema, relation := row[0].(int64), row[1].(string), row[2].(string)
		if t.From == "" {
			first, kind, t.From = oid, row[3].(string), sql.Quote(schema)+"."+sql.Quote(relation)
			if usage := row[8].(bool); !usage {
				return none, fmt.Errorf("the database user %q may not use the schema %q: an owner may GRANT USAGE ON SCHEMA %s", e.user, schema, sql.Quote(schema))
			}
		}
		if oid != first {
			break
		}
		f := sql.Field{Name: row[4].(string), Type: row[5].(string)}
		f.Class = classOf(f.Type, row[6].(string))
		if may := row[7].(bool); may {
			readable = append(readable, sql.MainAlias+"."+sql.Quote(f.Name))
		} else {
			f.Problem = "may not be read by this data source's database user (GRANT SELECT)"
		}
		t.Fields = append(t.Fields, f)
	}
	if err := found.Err(); err != nil {
		return none, err
	}
	switch {
	case t.From == "":
		return none, e.notFound(ctx, name)
	case len(readable) == 0:
		return none, fmt.Errorf("the database user %q may not read the table %q: an owner may GRANT SELECT ON %s", e.user, name, t.From)
	}
	t.HashBits = 62
	switch whole := len(readable) == len(t.Fields); { // ctid is for those who may read all of a table
	case whole && (kind == "r" || kind == "p" || kind == "m"):
		t.RowHash = fmt.Sprintf("(hashtidextended(%[1]s.ctid, CAST(%[1]s.tableoid AS bigint)) & 4611686018427387903)", sql.MainAlias)
	default:
		t.RowHash = hashOf(readable)
	}
	return t, nil
}

// notFound says that there is no such table, and where one of that name is.
func (e *Engine) notFound(ctx context.Context, name string) error {
	text := fmt.Sprintf("there is no table or view %q in this database", name)
	elsewhere, err := e.Query(ctx, sql.Statement{Text: `SELECT n.nspname || '.' || c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE lower(c.relname) = lower($1) AND c.relkind IN ('r', 'p', 'v', 'm', 'f') ORDER BY 1 LIMIT 3`, Args: []any{name[strings.LastIndex(name, ".")+1:]}})
	if err != nil {
		return err
	}
	defer elsewhere.Close()
	var names []string
	for elsewhere.Next() {
		names = append(names, strconv.Quote(elsewhere.Values()[0].(string)))
	}
	if err := elsewhere.Err(); err != nil {
		return err
	}
	if len(names) > 0 {
		return fmt.Errorf("%s; did you mean %s?", text, strings.Join(names, " or "))
	}
	return fmt.Errorf("%s; names are written as they are stored, as schema.table or as a table on the search path", text)
}

// hashOf is a hash of a row's values.
func hashOf(columns []string) string {
	return "(hashtextextended(CAST(ROW(" + strings.Join(columns, ", ") + ") AS text), 0) & 4611686018427387903)"
}

// classOf is what a column holds, by its type's name and pg_type.typtype.
func classOf(name, typtype string) sql.Class {
	switch typtype {
	case "e":
		return sql.Text
	case "c":
		return sql.Nested
	}
	if i := strings.LastIndex(name, "."); i >= 0 && !strings.ContainsAny(name, "\"(") {
		name = name[i+1:] // a type of an extension, outside the search path
	}
	return sql.Postgres.Class(name)
}

// statement finds the columns of a statement. The server reads it by itself first, so that it must be one whole statement.
func (e *Engine) statement(ctx context.Context, text string) (sql.Table, error) {
	var none sql.Table
	if !e.allowSQL {
		return none, errors.New("the server's operator does not allow SQL as a source (allow_sql)")
	}
	text = strings.TrimRight(strings.TrimSpace(text), "; \n\t")
	oids, modifiers, names, err := e.describe(ctx, text)
	if err != nil {
		return none, err
	}
	found, err := e.Query(ctx, sql.Statement{Text: `SELECT format_type(CAST(q.oid AS oid), CAST(q.modifier AS integer)), CAST(t.typtype AS text)
FROM unnest(CAST($1 AS bigint[]), CAST($2 AS bigint[])) WITH ORDINALITY AS q(oid, modifier, place) JOIN pg_catalog.pg_type t ON t.oid = CAST(q.oid AS oid) ORDER BY q.place`, Args: []any{oids, modifiers}})
	if err != nil {
		return none, err
	}
	defer found.Close()
	t := sql.Table{From: "(" + text + "\n)", HashBits: 62}
	var columns []string
	for i := 0; found.Next(); i++ {
		row := found.Values()
		f := sql.Field{Name: names[i], Type: row[0].(string)}
		f.Class = classOf(f.Type, row[1].(string))
		t.Fields, columns = append(t.Fields, f), append(columns, sql.MainAlias+"."+sql.Quote(f.Name))
	}
	t.RowHash = hashOf(columns)
	return t, found.Err()
}

func (e *Engine) describe(ctx context.Context, text string) (oids, modifiers []int64, names []string, err error) {
	tx, conn, done, err := e.begin(ctx)
	if err != nil {
		return nil, nil, nil, err
	}
	defer done()
	described, err := conn.PgConn().Prepare(tx, "", text, nil)
	switch {
	case err != nil:
		return nil, nil, nil, e.explain(ctx, err)
	case len(described.ParamOIDs) > 0:
		return nil, nil, nil, errors.New("source.sql has parameters ($1), which nobody fills")
	case len(described.Fields) == 0:
		return nil, nil, nil, errors.New("source.sql gives no columns: it must be one SELECT")
	}
	for _, f := range described.Fields {
		oids, modifiers, names = append(oids, int64(f.DataTypeOID)), append(modifiers, int64(f.TypeModifier)), append(names, f.Name)
	}
	return oids, modifiers, names, nil
}
