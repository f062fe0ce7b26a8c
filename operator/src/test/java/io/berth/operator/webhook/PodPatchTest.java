package io.berth.operator.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.berth.runtime.AdmissionAnswer;
import io.berth.spi.Admission.PortEdit;
import io.berth.spi.ContainerPort;
import io.berth.spi.Protocol;
import io.fabric8.zjsonpatch.JsonPatch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PodPatchTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static AdmissionAnswer answer(List<PortEdit> ports, Map<String, String> annotations) {
        return new AdmissionAnswer(true, Optional.empty(), List.of(), ports, annotations);
    }

    private static void assertPatch(String pod, AdmissionAnswer answer, String patch, String patched) {
        JsonNode made = PodPatch.of(json(pod), answer);
        assertThat(made).isEqualTo(json(patch));
        assertThat(JsonPatch.apply(made, json(pod))).isEqualTo(json(patched));
    }

    @Test
    void hostPortIsAddedToADeclaredPort() {
        ContainerPort declared = ContainerPort.of(7777, Protocol.UDP);
        assertPatch(
                "{'metadata':{'annotations':{'a':'b'}},'spec':{'containers':[{'name':'x'},"
                        + "{'name':'game','ports':[{'containerPort':7777},{'containerPort':7777,'protocol':'UDP','hostIP':'1.2.3.4'}]}]}}",
                answer(
                        List.of(new PortEdit("game", Optional.of(declared), declared.onHost(8001))),
                        Map.of("network.berth.io/admission", "1~f")),
                "[{'op':'add','path':'/spec/containers/1/ports/1/hostPort','value':8001},"
                        + "{'op':'add','path':'/metadata/annotations/network.berth.io~1admission','value':'1~f'}]",
                "{'metadata':{'annotations':{'a':'b','network.berth.io/admission':'1~f'}},'spec':{'containers':[{'name':'x'},"
                        + "{'name':'game','ports':[{'containerPort':7777},{'containerPort':7777,'protocol':'UDP','hostIP':'1.2.3.4','hostPort':8001}]}]}}");
    }

    @Test
    void missingParentsAreMadeOnce() {
        ContainerPort port = ContainerPort.of(80, Protocol.TCP).onHost(8000);
        ContainerPort second = new ContainerPort(Optional.of("voice"), 81, Protocol.UDP, Optional.of(8001));
        assertPatch(
                "{'metadata':{},'spec':{'containers':[{'name':'game'}]}}",
                answer(
                        List.of(
                                new PortEdit("game", Optional.empty(), port),
                                new PortEdit("game", Optional.empty(), second)),
                        Map.of("k/a", "1", "k/b", "2")),
                "[{'op':'add','path':'/spec/containers/0/ports','value':[]},"
                        + "{'op':'add','path':'/spec/containers/0/ports/-','value':{'containerPort':80,'protocol':'TCP','hostPort':8000}},"
                        + "{'op':'add','path':'/spec/containers/0/ports/-','value':{'name':'voice','containerPort':81,'protocol':'UDP','hostPort':8001}},"
                        + "{'op':'add','path':'/metadata/annotations','value':{}},"
                        + "{'op':'add','path':'/metadata/annotations/k~1a','value':'1'},"
                        + "{'op':'add','path':'/metadata/annotations/k~1b','value':'2'}]",
                "{'metadata':{'annotations':{'k/a':'1','k/b':'2'}},'spec':{'containers':[{'name':'game','ports':["
                        + "{'containerPort':80,'protocol':'TCP','hostPort':8000},"
                        + "{'name':'voice','containerPort':81,'protocol':'UDP','hostPort':8001}]}]}}");
    }

    @Test
    void sidecarsAndPodsWithoutMetadataAreServed() {
        ContainerPort declared = new ContainerPort(Optional.of("p"), 90, Protocol.TCP, Optional.of(90));
        assertPatch(
                "{'spec':{'containers':[{'name':'game'}],'initContainers':[{'name':'proxy','ports':"
                        + "[{'name':'p','containerPort':90,'protocol':'TCP','hostPort':90}]}]}}",
                answer(
                        List.of(new PortEdit(
                                "proxy",
                                Optional.of(declared),
                                new ContainerPort(Optional.empty(), 91, Protocol.UDP, Optional.empty()))),
                        Map.of("a", "b")),
                "[{'op':'remove','path':'/spec/initContainers/0/ports/0/name'},"
                        + "{'op':'add','path':'/spec/initContainers/0/ports/0/containerPort','value':91},"
                        + "{'op':'add','path':'/spec/initContainers/0/ports/0/protocol','value':'UDP'},"
                        + "{'op':'remove','path':'/spec/initContainers/0/ports/0/hostPort'},"
                        + "{'op':'add','path':'/metadata','value':{}},"
                        + "{'op':'add','path':'/metadata/annotations','value':{}},"
                        + "{'op':'add','path':'/metadata/annotations/a','value':'b'}]",
                "{'metadata':{'annotations':{'a':'b'}},'spec':{'containers':[{'name':'game'}],'initContainers':"
                        + "[{'name':'proxy','ports':[{'containerPort':91,'protocol':'UDP'}]}]}}");
    }

    @Test
    void equalDeclarationsAreEachReplacedOnce() {
        ContainerPort declared = ContainerPort.of(80, Protocol.TCP);
        assertPatch(
                "{'spec':{'containers':[{'name':'g','ports':[{'containerPort':80},{'containerPort':80}]}]}}",
                answer(
                        List.of(
                                new PortEdit("g", Optional.of(declared), declared.onHost(1000)),
                                new PortEdit("g", Optional.of(declared), declared.onHost(1001))),
                        Map.of()),
                "[{'op':'add','path':'/spec/containers/0/ports/0/hostPort','value':1000},"
                        + "{'op':'add','path':'/spec/containers/0/ports/1/hostPort','value':1001}]",
                "{'spec':{'containers':[{'name':'g','ports':[{'containerPort':80,'hostPort':1000},{'containerPort':80,'hostPort':1001}]}]}}");
    }

    @Test
    void nothingToChangeIsAnEmptyPatch() {
        JsonNode pod = json("{'metadata':{'annotations':{'a':'b'}},'spec':{'containers':[]}}");
        assertThat(PodPatch.of(pod, AdmissionAnswer.asItIs())).isEmpty();
        assertThat(PodPatch.of(pod, answer(List.of(), Map.of("a", "b")))).isEmpty();
    }

    @Test
    void anAnswerThatDoesNotFitThePodIsRefused() {
        JsonNode pod = json("{'spec':{'containers':[{'name':'game','ports':[{'containerPort':80}]}]}}");
        ContainerPort other = ContainerPort.of(81, Protocol.TCP);
        assertThatThrownBy(() ->
                        PodPatch.of(pod, answer(List.of(new PortEdit("other", Optional.empty(), other)), Map.of())))
                .hasMessageContaining("no container 'other'");
        assertThatThrownBy(() -> PodPatch.of(
                        pod, answer(List.of(new PortEdit("game", Optional.of(other), other.onHost(1))), Map.of())))
                .hasMessageContaining("container 'game' does not declare");
    }
}
