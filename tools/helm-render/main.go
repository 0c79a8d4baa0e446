// Renders a Helm chart as `helm template` does, with Go's text/template and sprig, which Helm is made of: for checks where Helm
// cannot be had. What Helm has besides (hooks, dependencies, lookup, files, capabilities of a cluster) is not here, and a chart that
// asks for it fails.
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run ./tools/helm-render CHART RELEASE NAMESPACE [VALUES.yaml ...]
//
// Each file of the chart is one document, after a line `# Source: NAME`.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"text/template"

	"github.com/Masterminds/sprig"
	"gopkg.in/yaml.v3"
)

type values = map[string]interface{}

func main() {
	if len(os.Args) < 4 {
		fmt.Fprintln(os.Stderr, "usage: helm-render CHART RELEASE NAMESPACE [VALUES.yaml ...]")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3], os.Args[4:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(chart, release, namespace string, files []string) error {
	meta, err := read(filepath.Join(chart, "Chart.yaml"))
	if err != nil {
		return err
	}
	given, err := read(filepath.Join(chart, "values.yaml"))
	if err != nil {
		return err
	}
	for _, file := range files {
		more, err := read(file)
		if err != nil {
			return err
		}
		merge(given, more)
	}
	names, err := filepath.Glob(filepath.Join(chart, "templates", "*"))
	if err != nil {
		return err
	}
	sort.Strings(names)
	all := template.New("chart").Option("missingkey=error")
	all.Funcs(functions(all))
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if _, err := all.New(filepath.Base(name)).Parse(string(text)); err != nil {
			return err
		}
	}
	data := values{
		"Values": given,
		"Chart":  capitals(meta),
		"Release": values{
			"Name": release, "Namespace": namespace, "Service": "Helm", "IsInstall": true, "IsUpgrade": false, "Revision": 1,
		},
	}
	for _, name := range names {
		base := filepath.Base(name)
		if strings.HasPrefix(base, "_") {
			continue
		}
		var out bytes.Buffer
		if err := all.ExecuteTemplate(&out, base, data); err != nil {
			return err
		}
		fmt.Printf("---\n# Source: %s\n%s\n", base, strings.TrimSpace(out.String()))
	}
	return nil
}

func functions(all *template.Template) template.FuncMap {
	made := sprig.TxtFuncMap()
	// As in Helm: a chart must not depend on the machine that renders it.
	for _, name := range []string{"env", "expandenv"} {
		delete(made, name)
	}
	made["include"] = func(name string, data interface{}) (string, error) {
		var out bytes.Buffer
		err := all.ExecuteTemplate(&out, name, data)
		return out.String(), err
	}
	made["required"] = func(message string, value interface{}) (interface{}, error) {
		if value == nil || value == "" {
			return nil, errors.New(message)
		}
		return value, nil
	}
	made["toYaml"] = func(value interface{}) (string, error) {
		var out bytes.Buffer
		encoder := yaml.NewEncoder(&out)
		encoder.SetIndent(2)
		err := encoder.Encode(value)
		return strings.TrimSuffix(out.String(), "\n"), err
	}
	return made
}

func read(name string) (values, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	found := values{}
	if err := yaml.Unmarshal(text, &found); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return found, nil
}

// merge lays `over` over `under`, map by map, as Helm does; null takes a value away.
func merge(under, over values) {
	for key, value := range over {
		below, isMap := under[key].(values)
		above, isAlso := value.(values)
		switch {
		case value == nil:
			delete(under, key)
		case isMap && isAlso:
			merge(below, above)
		default:
			under[key] = value
		}
	}
}

// capitals gives the members of Chart.yaml the names that templates know them by.
func capitals(meta values) values {
	named := values{}
	for key, value := range meta {
		named[strings.ToUpper(key[:1])+key[1:]] = value
	}
	return named
}
