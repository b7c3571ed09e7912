package dev.byok.command.check;

import dev.byok.command.scenario.ScenarioResult;
import dev.byok.command.support.PolicyFolder;
import dev.byok.policy.document.Problem;
import dev.byok.policy.document.Shown;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Tells CI servers: each file of the policy is a test, and so is each scenario. The format is that of Ant's JUnit task, which they all read. */
final class JUnitReport {

    private JUnitReport() {}

    static void print(PolicyFolder folder, CheckResult result, PrintWriter out) {
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out);
            write(folder, result, xml);
            xml.flush();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("the report cannot be written", e);
        }
        out.println();
    }

    private static void write(PolicyFolder folder, CheckResult result, XMLStreamWriter xml) throws XMLStreamException {
        List<String> files = new ArrayList<>(result.policy().files());
        // One that is missing has no file of its own to be a test of.
        result.problems().stream()
                .map(Problem::file)
                .filter(file -> !files.contains(file))
                .distinct()
                .forEach(files::add);
        long failed = files.stream()
                .filter(file -> !of(file, result.problems()).isEmpty())
                .count();
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", "byok check");
        xml.writeAttribute(
                "tests", String.valueOf(files.size() + result.scenarios().size()));
        xml.writeAttribute("failures", String.valueOf(failed + result.failed().size()));
        xml.writeAttribute("errors", "0");
        for (String file : files) {
            writeCase(folder, file, result, xml);
        }
        for (ScenarioResult scenario : result.scenarios()) {
            writeCase(folder, scenario, xml);
        }
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private static void writeCase(PolicyFolder folder, String file, CheckResult result, XMLStreamWriter xml)
            throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", "byok.check");
        xml.writeAttribute("name", folder.prefix() + file);
        List<Problem> problems = of(file, result.problems());
        if (!problems.isEmpty()) {
            xml.writeStartElement("failure");
            xml.writeAttribute("message", problems.size() == 1 ? "1 problem" : problems.size() + " problems");
            xml.writeCharacters(lines(folder, problems));
            xml.writeEndElement();
        }
        List<Problem> warnings = of(file, result.warnings());
        if (!warnings.isEmpty()) {
            xml.writeStartElement("system-out");
            xml.writeCharacters(lines(folder, warnings));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static void writeCase(PolicyFolder folder, ScenarioResult scenario, XMLStreamWriter xml)
            throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", "byok.scenario");
        xml.writeAttribute("name", Shown.text(scenario.scenario().name()));
        xml.writeAttribute(
                "file", folder.prefix() + scenario.scenario().location().file());
        xml.writeAttribute("line", String.valueOf(scenario.scenario().location().line()));
        if (!scenario.passed()) {
            xml.writeStartElement("failure");
            xml.writeAttribute("message", FailureText.title(folder, scenario));
            xml.writeCharacters(String.join("\n", FailureText.lines(folder, scenario)));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static List<Problem> of(String file, List<Problem> problems) {
        return problems.stream().filter(problem -> problem.file().equals(file)).toList();
    }

    private static String lines(PolicyFolder folder, List<Problem> problems) {
        return problems.stream().map(problem -> folder.prefix() + problem).collect(Collectors.joining("\n"));
    }
}
