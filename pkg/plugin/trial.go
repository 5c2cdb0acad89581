package plugin

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"maps"
	"net/http"

	"github.com/tideline-ml/tideline/pkg/model"
)

// trial is what the settings page asks about before it is saved: a store, and a source or a model in it. What is typed can be looked at at once, and a
// wrong folder or role is said where it stands rather than after "Save & test".
type trial struct {
	Store *model.StoreSettings `json:"store"` // nil: the saved one
	// Secrets that are typed but not saved yet, by their keys in secureJsonData.
	Secrets map[string]string `json:"secrets"`
	Source  model.Source      `json:"source"`
	Model   *model.Model      `json:"model"`

	unread []model.Problem // names in the body that are no settings
}

// trying hands a call the data source as it would be with the settings in the body. The server's operator allows it no more than saved settings.
func (d *Datasource) trying(handle func(ctx context.Context, d *Datasource, t *trial) (any, error)) http.HandlerFunc {
	return d.administering(func(r *http.Request) (any, error) {
		var t trial
		if r.Body == nil { // a call without a body
			r.Body = http.NoBody
		}
		body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, 1<<20))
		if err == nil {
			err = json.NewDecoder(bytes.NewReader(body)).Decode(&t)
		}
		if err != nil {
			return nil, &httpError{http.StatusBadRequest, "the call needs a body such as {\"source\": {\"file\": \"digits/*.parquet\"}}: " + err.Error()}
		}
		t.unread = unreadIn(body)
		settings := model.Settings{Store: d.settings.Store}
		if t.Store != nil {
			settings.Store = *t.Store
		}
		if t.Model != nil {
			settings.Models = []model.Model{*t.Model}
		}
		as := &Datasource{org: d.org, settings: settings, secrets: map[string]string{}}
		if sameServer(settings.Store, d.settings.Store) {
			maps.Copy(as.secrets, d.secrets)
		}
		maps.Copy(as.secrets, t.Secrets)
		if err := as.connect(); err != nil {
			return nil, err
		}
		defer as.Dispose()
		return handle(r.Context(), as, &t)
	})
}

// unreadIn are the names in the body of a call that are no settings, as those of saved settings are found.
func unreadIn(body []byte) []model.Problem {
	var parts struct{ Store, Model json.RawMessage }
	if json.Unmarshal(body, &parts) != nil {
		return nil
	}
	settings := map[string]any{}
	if parts.Store != nil {
		settings["store"] = parts.Store
	}
	if parts.Model != nil {
		settings["models"] = []json.RawMessage{parts.Model}
	}
	raw, err := json.Marshal(settings)
	if err != nil {
		return nil
	}
	return model.Unread(raw)
}

// only is the model that a call is about.
func (t *trial) only() (*model.Model, error) {
	if t.Model == nil {
		return nil, &httpError{http.StatusBadRequest, "the call needs a model, as the settings have it"}
	}
	return t.Model, nil
}
