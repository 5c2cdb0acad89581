package plugin

import (
	"context"

	"github.com/tideline-ml/tideline/pkg/analysis"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store/duckdb"
)

// ofFiles is a store that can tell which of a source's files seem to be no part of the log.
type ofFiles interface {
	Strangers(ctx context.Context, src model.Source, clock string, wanted []string) (*duckdb.Strangers, error)
}

// strangers are the files of a source that are unlike the others; nil where there are none, or where the store has no files. They are remarked on: what cannot be told is left out.
func (d *Datasource) strangers(ctx context.Context, src model.Source, clock string, wanted ...string) *duckdb.Strangers {
	files, ok := d.store.(ofFiles)
	if !ok {
		return nil
	}
	found, err := files.Strangers(ctx, src, clock, wanted)
	if err != nil {
		return nil
	}
	return found
}

func asFinding(found *duckdb.Strangers) analysis.Finding {
	return analysis.Finding{Step: analysis.StepLog, Text: found.Text, Warning: true, Pattern: found.Pattern}
}

// checkLog is what a health check and the settings page are told of a model's log.
func (d *Datasource) checkLog(ctx context.Context, m *model.Model) (*analysis.Check, error) {
	check, err := d.analysis.Check(ctx, m.Name)
	if err != nil {
		return nil, err
	}
	wanted := []string{m.ID}
	if m.Prediction != nil {
		wanted = append(wanted, m.Prediction.Label, m.Prediction.Value)
	}
	if strange := d.strangers(ctx, m.Source, m.Time, wanted...); strange != nil {
		check.TellOfFiles(asFinding(strange), strange.Timeless)
	}
	return check, nil
}
