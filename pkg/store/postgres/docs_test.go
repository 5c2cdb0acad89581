package postgres

import (
	"context"
	"strings"
	"testing"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store/server/servertest"
)

// Who does what docs/data-source.md says about rights can have the log counted: with all of its columns, or with some.
func TestRightsOfTheDocs(t *testing.T) {
	admin, c := administrator(t), configOf(t)
	schema := newSchema(t, admin)
	user := strings.Replace(schema, "test_", "docs_", 1)
	names := strings.NewReplacer("tideline_reader", user, "DATABASE predictions", "DATABASE "+c.Database, "SCHEMA ml", "SCHEMA "+schema, "ml.digits", schema+".digits", "…", "open sesame")
	whole, some, found := strings.Cut(names.Replace(servertest.Shown(t, "CREATE ROLE tideline_reader")), "\n-- or some columns")
	if !found {
		t.Fatal("the docs no longer say how to give a right to some columns")
	}
	run(t, admin, "CREATE TABLE "+schema+".digits (time timestamptz, predicted text, brightness float8, payload jsonb, secret text)")
	run(t, admin, "INSERT INTO "+schema+".digits VALUES ('2026-01-01 00:00Z', '7', 0.5, '{\"person\": {\"age\": 41}}', 'x')")
	run(t, admin, whole)
	t.Cleanup(func() { run(t, admin, "DROP OWNED BY "+user+"; DROP ROLE "+user) }) // before the schema
	c.User, c.Password, c.Schema = user, "open sesame", schema
	p := &place{admin: admin, schema: schema, user: user, config: c}
	count := func(columns ...string) error {
		st := p.store(t, c)
		result, err := p.count(context.Background(), st, model.Source{Table: "digits"}, columns...)
		for i := range columns {
			if err == nil {
				err = result.ByColumn[i].Err
			}
		}
		return err
	}
	if err := count("brightness", "predicted", "secret"); err != nil {
		t.Error(err)
	}
	run(t, admin, "REVOKE SELECT ON "+schema+".digits FROM "+user)
	if err := count("brightness"); err == nil {
		t.Error("what may not be read is counted")
	}
	run(t, admin, "-- or some columns"+some)
	if err := count("brightness", "predicted"); err != nil {
		t.Error(err)
	}
	if err := count("brightness", "secret"); err == nil || !strings.Contains(err.Error(), "secret") {
		t.Errorf("a column that may not be read: %v", err)
	}
}
