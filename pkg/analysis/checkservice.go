package analysis

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/query"
)

// CheckService looks whether the settings of services fit their spans. It is an error only where the spans cannot be read at all; all but what was thrown
// can be shown where exceptions cannot.
func (a *Analysis) CheckService(ctx context.Context) (*Check, error) {
	out := &Check{}
	r, texts, err := a.checkSpans(ctx, a.options.Service.Spans(), "service")
	if err != nil {
		return nil, err
	}
	if out.problem(StepColumns, texts...); len(texts) > 0 {
		return out, nil
	}
	if thrown := a.options.Service.Thrown(); thrown != nil {
		_, texts, err := a.checkSpans(ctx, thrown, "service.exceptions")
		if err != nil {
			texts = []string{detail(err)}
		}
		for _, text := range texts {
			out.Warn(StepColumns, "exceptions cannot be shown: "+text)
		}
	}
	log, err := r.log(ctx, nil, false)
	if err != nil {
		return nil, err
	}
	if out.Extent, err = r.extent(ctx, log); err != nil {
		return nil, err
	}
	out.Found = r.found(out.Extent)
	return out, nil
}

// settingOf is what names a column of spans in the settings, where that is called otherwise.
var settingOf = map[string]string{model.ExceptionDimension: "type"}

// checkSpans looks whether a source has the columns that settings name, and says what it has not.
func (a *Analysis) checkSpans(ctx context.Context, m *model.Model, field string) (r *run, texts []string, err error) {
	q, err := query.Parse([]byte(`{"queryType": "service"}`))
	if err != nil {
		return nil, nil, err
	}
	if r, err = a.begin(Request{Query: q, Role: "Admin"}, m); err != nil {
		return nil, nil, err
	}
	described, err := r.describe(ctx, m.Source)
	if err != nil {
		return nil, nil, err
	}
	names := make([]string, len(described))
	for i, c := range described {
		names[i] = c.Name
	}
	if !slices.Contains(names, m.Time) {
		texts = append(texts, query.Unknown(field+".time", m.Time, names).Error())
	}
	for _, f := range m.Features {
		err := r.feature(f, described).err
		if unknown, ok := err.(*query.FieldError); ok {
			err = errors.New(unknown.Text)
		}
		if err != nil {
			texts = append(texts, fmt.Sprintf("%s.%s: %v", field, cmp.Or(settingOf[f.Name], f.Name), err))
		}
	}
	return r, texts, nil
}
