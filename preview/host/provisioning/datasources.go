package provisioning

import (
	"crypto/sha256"
	"fmt"
	"path/filepath"
	"strings"
)

// DataSource is a provisioned data source. JSONData is what a browser may see, SecureJSONData what only the backend may.
type DataSource struct {
	UID            string            `yaml:"uid"`
	Name           string            `yaml:"name"`
	Type           string            `yaml:"type"`
	Access         string            `yaml:"access"`
	URL            string            `yaml:"url"`
	User           string            `yaml:"user"`
	Database       string            `yaml:"database"`
	BasicAuth      bool              `yaml:"basicAuth"`
	BasicAuthUser  string            `yaml:"basicAuthUser"`
	IsDefault      bool              `yaml:"isDefault"`
	Editable       bool              `yaml:"editable"`
	JSONData       map[string]any    `yaml:"jsonData"`
	SecureJSONData map[string]string `yaml:"secureJsonData"`
}

// DataSources reads datasources/*.yaml. Of two with the same name the later one holds, as in Grafana.
func DataSources(folder string) ([]DataSource, error) {
	var all []DataSource
	err := eachFile(filepath.Join(folder, "datasources"), func(_ string, content struct {
		DataSources []DataSource `yaml:"datasources"`
	}) error {
		for _, ds := range content.DataSources {
			if ds.Name == "" || ds.Type == "" {
				return fmt.Errorf("a data source needs a name and a type (name %q, type %q)", ds.Name, ds.Type)
			}
			if ds.UID == "" {
				ds.UID = uidFromName(ds.Name)
			}
			if ds.Access == "" {
				ds.Access = "proxy"
			}
			if ds.JSONData == nil {
				ds.JSONData = map[string]any{}
			}
			all = replaceOrAppend(all, ds)
		}
		return nil
	})
	return all, err
}

func replaceOrAppend(all []DataSource, ds DataSource) []DataSource {
	for i := range all {
		if all[i].Name == ds.Name {
			all[i] = ds
			return all
		}
	}
	return append(all, ds)
}

// uidFromName is the uid that Grafana gives a provisioned data source that has none.
func uidFromName(name string) string {
	hash := sha256.Sum256([]byte(name))
	return strings.ToUpper(fmt.Sprintf("P%x", hash[:8]))
}
