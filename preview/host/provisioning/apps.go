package provisioning

import "path/filepath"

// App is a provisioned app plugin.
type App struct {
	Type           string            `yaml:"type"`
	Disabled       bool              `yaml:"disabled"`
	JSONData       map[string]any    `yaml:"jsonData"`
	SecureJSONData map[string]string `yaml:"secureJsonData"`
}

// Apps reads plugins/*.yaml.
func Apps(folder string) ([]App, error) {
	var all []App
	err := eachFile(filepath.Join(folder, "plugins"), func(_ string, content struct {
		Apps []App `yaml:"apps"`
	}) error {
		all = append(all, content.Apps...)
		return nil
	})
	return all, err
}
