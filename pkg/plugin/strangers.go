package plugin

import (
	"context"

	"github.com/tideline-ml/tideline/pkg/analysis"
	"github.com/tideline-ml/tideline/pkg/model"
)

// ofFiles is a store that can tell which of a source's files seem to be no part of the log.
type ofFiles interface {
	Strangers(ctx context.Context, src model.Source, clock string, wanted []string) (string, error)
}

// strangers says which files of a source are unlike the others; "" where there are none, or where the store has no files. It is a remark: what cannot be told is left out.
func (d *Datasource) strangers(ctx context.Context, src model.Source, clock string, wanted ...string) string {
	files, ok := d.store.(ofFiles)
	if !ok {
		return ""
	}
	said, err := files.Strangers(ctx, src, clock, wanted)
	if err != nil {
		return ""
	}
	return said
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
	if said := d.strangers(ctx, m.Source, m.Time, wanted...); said != "" {
		check.Warn(analysis.StepLog, said)
	}
	return check, nil
}
